package org.obol.trainer.tensor;

/**
 * Products of matrices, shared out to a crew so that each block of the result has one owner. Used
 * by one thread at a time.
 */
public final class Products {

  /** With fewer blocks of rows than this, the panels of a block are shared out too. */
  private static final int FEW = 4;

  private final Crew crew;
  private final Kernel kernel;
  private final ThreadLocal<Scratch> scratch;

  /** Products by this crew with the fastest kernel. */
  public Products(Crew crew) {
    this(crew, Kernel.best());
  }

  Products(Crew crew, Kernel kernel) {
    this.crew = crew;
    this.kernel = kernel;
    this.scratch = ThreadLocal.withInitial(() -> Scratch.with(kernel));
  }

  /** Who does the work. */
  public Crew crew() {
    return crew;
  }

  /** The inner loops. */
  public Kernel kernel() {
    return kernel;
  }

  /**
   * {@code out = left right}.
   *
   * @param add whether it is added to what is in {@code out}
   * @throws IllegalArgumentException when the sizes do not fit
   */
  public void multiply(Factor left, Matrix right, Matrix out, boolean add) {
    require(left.rows() == out.rows() && left.columns() == right.rows(), left, right, out);
    product(left::across, left.isInPlace(), right, new Result(out, add));
  }

  /**
   * {@code out = left^T right}.
   *
   * @param add whether it is added to what is in {@code out}
   * @throws IllegalArgumentException when the sizes do not fit
   */
  public void multiplyTurned(Factor left, Matrix right, Matrix out, boolean add) {
    require(left.columns() == out.rows() && left.rows() == right.rows(), left, right, out);
    product(
        (row, step, extent, room) -> left.down(step, row, extent, room),
        left.isInPlace(),
        right,
        new Result(out, add));
  }

  private interface Parts {
    Left part(int row, int step, Extent extent, Scratch scratch);
  }

  private record Result(Matrix matrix, boolean add) {}

  private void product(Parts left, boolean inPlace, Matrix right, Result result) {
    Matrix out = result.matrix();
    int blocks = (out.rows() + Matrix.PANEL - 1) / Matrix.PANEL;
    // Sharing out the panels of a block widens its weights once for each of them.
    int shares = inPlace || blocks < FEW ? out.panels() : 1;
    crew.run(
        blocks * shares,
        task -> {
          int panel = task % shares;
          int end = shares == 1 ? out.panels() : panel + 1;
          block(left, right, result, new Block(task / shares * Matrix.PANEL, panel, end));
        });
  }

  /** Up to {@value Matrix#PANEL} rows from {@code row} on, of the panels {@code [from, to)}. */
  private record Block(int row, int from, int to) {}

  private void block(Parts left, Matrix right, Result result, Block block) {
    Matrix out = result.matrix();
    int rows = Math.min(Matrix.PANEL, out.rows() - block.row());
    for (int k = 0; k < right.rows(); k += Factor.CHUNK) {
      int steps = Math.min(Factor.CHUNK, right.rows() - k);
      var extent = new Extent(rows, steps, result.add() || k > 0);
      Left part = left.part(block.row(), k, extent, scratch.get());
      for (int panel = block.from(); panel < block.to(); panel++) {
        kernel.multiply(part, right.slab(k, panel), out.slab(block.row(), panel), extent);
      }
    }
  }

  private static void require(boolean fits, Factor left, Matrix right, Matrix out) {
    if (!fits || right.columns() != out.columns()) {
      throw new IllegalArgumentException(
          "%d x %d times %d x %d does not give %d x %d"
              .formatted(
                  left.rows(),
                  left.columns(),
                  right.rows(),
                  right.columns(),
                  out.rows(),
                  out.columns()));
    }
  }
}
