package org.obol.dataset.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.ObolException;

/** Prices as the reference counts them, but never zero (invariant 10). */
class PriceTest {

  /** What the reference's code gives, except for 52 bytes, where it gives 0. */
  @ParameterizedTest
  @CsvSource({
    "0.01, 1048576, 10000",
    "0.01, 1000000, 9537",
    "0.01, 300, 3",
    "0.5, 5242880, 2500000",
    "0.02, 123456789, 2354751",
    "0.001, 10737418240, 10240000",
    "1.25, 1572864, 1875000",
    "0.01, 53, 1",
    "0.01, 52, 1",
    "0.01, 0, 1",
    "0.000001, 524287, 1",
    "0.000001, 1572863, 1",
    "0.000001, 1572864, 2",
  })
  void aPricePerMbIsThatOfTheReferenceAndAtLeastOneAtomicUnit(
      String rate, long bytes, long atomic) {
    assertThat(Price.perMb(rate).total(bytes, 6)).isEqualTo(BigInteger.valueOf(atomic));
  }

  @ParameterizedTest
  @CsvSource({
    "5.00, 6, 5000000",
    "5.00, 0, 5",
    "0.000001, 6, 1",
    "0.01, 18, 10000000000000000",
    "007.5, 1, 75",
  })
  void aFlatPriceIsExact(String amount, int decimals, BigInteger atomic) {
    assertThat(Price.flat(amount).total(0, decimals)).isEqualTo(atomic);
    assertThat(Price.flat(amount).total(Long.MAX_VALUE, decimals)).isEqualTo(atomic);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "0.00", "-1", "+1", "1e3", "", " 1", "1,5", ".5", "5.", "NaN", "1\n"})
  void whatIsNotAPositiveDecimalIsRefused(String text) {
    assertThatThrownBy(() -> Price.flat(text)).isInstanceOf(ObolException.class);
    assertThatThrownBy(() -> Price.perMb(text))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE))
        .hasMessageContaining("price")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aPriceFinerThanTheTokenIsRefused() {
    assertThatThrownBy(() -> Price.flat("0.0000001").total(1, 6))
        .hasMessageContaining("7 decimals, but the token only 6");
    assertThatThrownBy(() -> Price.perMb("0.0000001").total(1 << 30, 6))
        .hasMessageContaining("7 decimals, but the token only 6");
    Price.flat("0.1000000").requirePayableIn(1);
  }

  @Test
  void numbersBeyondAllReasonAreRefused() {
    assertThatThrownBy(() -> new Price.Flat(new BigDecimal("1E+1000000000")))
        .hasMessageContaining("digits");
    assertThatThrownBy(() -> new Price.PerMb(new BigDecimal("1E-1000000000")))
        .hasMessageContaining("digits");
    assertThatThrownBy(() -> new Price.Flat(new BigDecimal("-1E-3")))
        .hasMessageContaining("not above zero");
    assertThatThrownBy(() -> Price.perMb("9".repeat(30)).total(Long.MAX_VALUE, 77))
        .hasMessageContaining("any token");
    Price one = Price.flat("1");
    assertThatThrownBy(() -> one.total(-1, 6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.total(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> one.total(1, 256)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thereIsOneTextForEachPrice() {
    assertThat(Price.flat("5.00").text()).isEqualTo("flat:5");
    assertThat(new Price.Flat(new BigDecimal("5E+2")).text()).isEqualTo("flat:500");
    assertThat(Price.perMb("0.010").text()).isEqualTo("perMB:0.01");
    assertThat(Price.parse("perMB:0.01")).isEqualTo(Price.perMb("0.01"));
    assertThat(Price.parse("flat:500")).isEqualTo(Price.flat("500.0"));
    assertThat(Price.flat("500").units()).isEqualTo(new BigDecimal("500"));
    for (String bad : new String[] {"flat:5.0", "perMB:00.1", "5", "", "perRow:5", "flat:x"}) {
      assertThatThrownBy(() -> Price.parse(bad)).as(bad).isInstanceOf(ObolException.class);
    }
  }
}
