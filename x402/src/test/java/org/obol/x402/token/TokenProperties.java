package org.obol.x402.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import org.obol.crypto.Address;
import org.obol.evm.ChainId;
import org.obol.x402.wire.AtomicAmount;

final class TokenProperties {

  @Property
  void a_price_leads_back_to_its_amount(
      @ForAll @BigRange(min = "0", max = "1000000000000000000000000000000") BigInteger amount,
      @ForAll @IntRange(max = 77) int decimals) {
    var token =
        new Token(new ChainId(1), new Address("0x" + "1".repeat(40)), "T", "T", "1", decimals);
    var atoms = new AtomicAmount(amount);
    assertThat(token.amount(token.price(atoms))).isEqualTo(atoms);
    assertThat(AtomicAmount.parse(atoms.toString())).isEqualTo(atoms);
  }
}
