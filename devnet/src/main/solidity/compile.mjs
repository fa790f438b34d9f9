// Compiles the contracts beside this file and prints, for each, its name, interface and bytecode as JSON.
// node compile.mjs FOLDER_WITH_NODE_MODULES
import {readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';

const here = import.meta.dirname;
const solc = createRequire(join(resolve(process.argv[2]), 'package.json'))('solc');
const files = readdirSync(here).filter(name => name.endsWith('.sol')).sort();
const input = {
  language: 'Solidity',
  sources: Object.fromEntries(files.map(name => [name, {content: readFileSync(join(here, name), 'utf8')}])),
  settings: {
    // The stack of the three-part signatures is too deep without it.
    viaIR: true,
    optimizer: {enabled: true, runs: 200},
    evmVersion: 'paris',
    // No hash of the sources at the end of the code: a comment changes no byte.
    metadata: {appendCBOR: false, bytecodeHash: 'none'},
    outputSelection: {'*': {'*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object']}},
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
const complaints = output.errors ?? [];
if (complaints.length > 0) {
  complaints.forEach(complaint => console.error(complaint.formattedMessage));
  process.exit(1);
}
const contracts = {};
for (const name of files) {
  for (const [contract, {abi, evm}] of Object.entries(output.contracts[name])) {
    contracts[contract] = {
      abi,
      initCode: '0x' + evm.bytecode.object,
      code: '0x' + evm.deployedBytecode.object,
    };
  }
}
const lines = Object.entries(contracts).map(([name, contract]) => `${JSON.stringify(name)}: ${JSON.stringify(contract)}`);
console.log(`{"compiler": ${JSON.stringify(solc.version())}, "contracts": {\n${lines.join(',\n')}\n}}`);
