package org.obol.dataset.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.obol.crypto.ObolException;

/** What holds for every price and every size. */
class PriceProperties {

  private static final long LARGEST = 1L << 50;

  @Property
  void aTotalIsPositiveAndGrowsWithTheSize(
      @ForAll @Scale(6) @BigRange(min = "0.000001", max = "1000000") BigDecimal rate,
      @ForAll @LongRange(min = 0, max = LARGEST) long size,
      @ForAll @LongRange(min = 0, max = LARGEST) long more) {
    var price = new Price.PerMb(rate);
    BigInteger total = price.total(size, 6);
    assertThat(total).isPositive();
    assertThat(price.total(size + more, 6)).isGreaterThanOrEqualTo(total);
  }

  /** Integer arithmetic on exact fractions, half up; 16 decimals of MB are exact to 1/2 unit. */
  @Property
  void aTotalIsTheExactProductToOneAtomicUnit(
      @ForAll @Scale(6) @BigRange(min = "0.000001", max = "1000") BigDecimal rate,
      @ForAll @LongRange(min = 0, max = 1L << 40) long size) {
    BigInteger twice =
        rate.movePointRight(6).toBigIntegerExact().multiply(BigInteger.valueOf(2 * size));
    BigInteger exact =
        twice.add(BigInteger.valueOf(Price.MB)).divide(BigInteger.valueOf(2 * Price.MB));
    BigInteger total = new Price.PerMb(rate).total(size, 6);
    assertThat(total.subtract(exact.max(BigInteger.ONE)).abs()).isLessThanOrEqualTo(BigInteger.ONE);
  }

  @Property
  void aPriceIsReadBackFromItsText(
      @ForAll @Scale(12) @BigRange(min = "0.000000000001", max = "1000000") BigDecimal amount) {
    var flat = new Price.Flat(amount);
    var perMb = new Price.PerMb(amount);
    assertThat(Price.parse(flat.text())).isEqualTo(flat);
    assertThat(Price.parse(perMb.text())).isEqualTo(perMb);
    assertThat(flat.amount()).isEqualByComparingTo(amount);
  }

  @Property
  void anyTextIsAPriceOrRefused(@ForAll String text) {
    try {
      assertThat(Price.parse(text).text()).isEqualTo(text);
    } catch (ObolException refused) {
      assertThat(refused.exit()).isEqualTo(ObolException.Exit.USAGE);
    }
  }
}
