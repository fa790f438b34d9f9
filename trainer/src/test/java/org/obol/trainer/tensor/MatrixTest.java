package org.obol.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatrixTest {

  @Test
  void turning_makes_rows_columns() {
    var matrix = new Matrix(3, 70);
    matrix.set(2, 65, 7f);
    Matrix turned = matrix.turned();
    assertThat(turned.rows()).isEqualTo(70);
    assertThat(turned.get(65, 2)).isEqualTo(7f);
    assertThat(turned.turned().data()).isEqualTo(matrix.data());
  }

  @Test
  void a_matrix_too_large_for_an_array_is_refused() {
    assertThatThrownBy(() -> new Matrix(1 << 20, 1 << 12))
        .hasMessage("a matrix of 1048576 by 4096 does not fit an array");
  }

  @Test
  void sizes_that_do_not_fit_are_refused() {
    try (var crew = new Crew(1)) {
      var products = new Products(crew);
      assertThatThrownBy(
              () -> products.multiply(new Matrix(2, 3), new Matrix(4, 5), new Matrix(2, 5), false))
          .hasMessage("2 x 3 times 4 x 5 does not give 2 x 5");
    }
  }
}
