// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface TokenReceiver {
    function onERC721Received(address operator, address from, uint256 tokenId, bytes calldata data)
        external
        returns (bytes4);
}

/// @title The agent registry of the local chain: the identity registry of ERC-8004 on EIP-721.
/// @notice Its events and their order are those of the deployed registries (version 2.0.0). It has no constructor, so
/// that its code works wherever it is put. Changing an agent's wallet by signature is left out.
contract TestRegistry {
    string public constant name = "AgentIdentity";
    string public constant symbol = "AGENT";

    bytes32 private constant WALLET_KEY = keccak256("agentWallet");

    uint256 private nextId;
    mapping(uint256 => address) private owners;
    mapping(address => uint256) public balanceOf;
    mapping(uint256 => address) private approvals;
    mapping(address => mapping(address => bool)) public isApprovedForAll;
    mapping(uint256 => string) private uris;
    mapping(uint256 => mapping(string => bytes)) private metadata;

    struct MetadataEntry {
        string metadataKey;
        bytes metadataValue;
    }

    event Transfer(address indexed from, address indexed to, uint256 indexed tokenId);
    event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId);
    event ApprovalForAll(address indexed owner, address indexed operator, bool approved);
    event MetadataUpdate(uint256 _tokenId);
    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);
    event MetadataSet(
        uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue
    );

    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        // EIP-165, EIP-721, its metadata, EIP-4906.
        return id == 0x01ffc9a7 || id == 0x80ac58cd || id == 0x5b5e139f || id == 0x49064906;
    }

    function register() external returns (uint256 agentId) {
        agentId = _mint();
        emit Registered(agentId, "", msg.sender);
        _setWallet(agentId, abi.encodePacked(msg.sender));
    }

    function register(string calldata agentURI) external returns (uint256) {
        return _register(agentURI);
    }

    function register(string calldata agentURI, MetadataEntry[] calldata entries) external returns (uint256 agentId) {
        agentId = _register(agentURI);
        for (uint256 i = 0; i < entries.length; i++) {
            _setMetadata(agentId, entries[i].metadataKey, entries[i].metadataValue);
        }
    }

    /// @notice Only here, not in ERC-8004: many agents of one owner in one transaction.
    function registerMany(string[] calldata agentURIs) external {
        for (uint256 i = 0; i < agentURIs.length; i++) {
            _register(agentURIs[i]);
        }
    }

    function setAgentURI(uint256 agentId, string calldata newURI) external {
        _requireAuthorized(agentId);
        uris[agentId] = newURI;
        emit MetadataUpdate(agentId);
        emit URIUpdated(agentId, newURI, msg.sender);
    }

    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external {
        _requireAuthorized(agentId);
        _setMetadata(agentId, metadataKey, metadataValue);
    }

    function unsetAgentWallet(uint256 agentId) external {
        _requireAuthorized(agentId);
        _setWallet(agentId, "");
    }

    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory) {
        return metadata[agentId][metadataKey];
    }

    function getAgentWallet(uint256 agentId) external view returns (address) {
        bytes memory wallet = metadata[agentId]["agentWallet"];
        return wallet.length == 20 ? address(bytes20(wallet)) : address(0);
    }

    function ownerOf(uint256 tokenId) public view returns (address owner) {
        owner = owners[tokenId];
        require(owner != address(0), "ERC721: no such token");
    }

    function tokenURI(uint256 tokenId) external view returns (string memory) {
        ownerOf(tokenId);
        return uris[tokenId];
    }

    function isAuthorizedOrOwner(address spender, uint256 agentId) public view returns (bool) {
        address owner = ownerOf(agentId);
        return spender == owner || isApprovedForAll[owner][spender] || approvals[agentId] == spender;
    }

    function getApproved(uint256 tokenId) external view returns (address) {
        ownerOf(tokenId);
        return approvals[tokenId];
    }

    function approve(address to, uint256 tokenId) external {
        address owner = ownerOf(tokenId);
        require(msg.sender == owner || isApprovedForAll[owner][msg.sender], "ERC721: not the owner or an operator");
        approvals[tokenId] = to;
        emit Approval(owner, to, tokenId);
    }

    function setApprovalForAll(address operator, bool approved) external {
        isApprovedForAll[msg.sender][operator] = approved;
        emit ApprovalForAll(msg.sender, operator, approved);
    }

    function transferFrom(address from, address to, uint256 tokenId) public {
        _requireAuthorized(tokenId);
        require(ownerOf(tokenId) == from, "ERC721: not the owner");
        require(to != address(0), "ERC721: transfer to the zero address");
        // ERC-8004: the wallet was the old owner's choice.
        _setWallet(tokenId, "");
        delete approvals[tokenId];
        balanceOf[from]--;
        _give(from, to, tokenId);
    }

    function safeTransferFrom(address from, address to, uint256 tokenId) external {
        safeTransferFrom(from, to, tokenId, "");
    }

    function safeTransferFrom(address from, address to, uint256 tokenId, bytes memory data) public {
        transferFrom(from, to, tokenId);
        _requireReceiver(from, to, tokenId, data);
    }

    function _register(string calldata agentURI) private returns (uint256 agentId) {
        agentId = _mint();
        uris[agentId] = agentURI;
        emit MetadataUpdate(agentId);
        emit Registered(agentId, agentURI, msg.sender);
        _setWallet(agentId, abi.encodePacked(msg.sender));
    }

    function _mint() private returns (uint256 agentId) {
        agentId = nextId++;
        _give(address(0), msg.sender, agentId);
        _requireReceiver(address(0), msg.sender, agentId, "");
    }

    function _give(address from, address to, uint256 tokenId) private {
        owners[tokenId] = to;
        balanceOf[to]++;
        emit Transfer(from, to, tokenId);
    }

    function _setMetadata(uint256 agentId, string calldata key, bytes calldata value) private {
        require(keccak256(bytes(key)) != WALLET_KEY, "reserved key");
        metadata[agentId][key] = value;
        emit MetadataSet(agentId, key, key, value);
    }

    function _setWallet(uint256 agentId, bytes memory wallet) private {
        metadata[agentId]["agentWallet"] = wallet;
        emit MetadataSet(agentId, "agentWallet", "agentWallet", wallet);
    }

    function _requireAuthorized(uint256 agentId) private view {
        require(isAuthorizedOrOwner(msg.sender, agentId), "Not authorized");
    }

    function _requireReceiver(address from, address to, uint256 tokenId, bytes memory data) private {
        if (to.code.length > 0) {
            bytes4 answer = TokenReceiver(to).onERC721Received(msg.sender, from, tokenId, data);
            require(answer == TokenReceiver.onERC721Received.selector, "ERC721: the contract takes no tokens");
        }
    }
}
