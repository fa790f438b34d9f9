package org.obol.anonymize.spark;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A Spark of two threads in this process, as quiet as it can be. Ends with the process. */
final class Cluster {
  /** Where it writes what it has to write. */
  static final Path SCRATCH = Path.of("target", "spark").toAbsolutePath();

  private Cluster() {}

  /** Starts it at the first call. */
  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("test")
        .config("spark.ui.enabled", false)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", SCRATCH.toString())
        .config("spark.sql.warehouse.dir", SCRATCH.resolve("warehouse").toUri().toString())
        .getOrCreate();
  }
}
