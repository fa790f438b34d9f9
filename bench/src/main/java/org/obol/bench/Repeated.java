package org.obol.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.StringJoiner;

/**
 * Runs a job in this process again and again and says what each run cost, one JSON object: wall
 * seconds, CPU seconds of the calling thread, and CPU seconds of the process, compiler and
 * collector included.
 */
final class Repeated {
  /** Something that can be run again; it says how many spans it found. */
  @FunctionalInterface
  interface Job {
    long run() throws IOException;
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Repeated() {}

  /** Prints the costs of the last {@code measured} of {@code warm + measured} runs. */
  static void print(String path, long bytes, int warm, int measured, Job job) throws IOException {
    StringJoiner runs = new StringJoiner(",", "[", "]");
    for (int turn = 0; turn < warm + measured; turn++) {
      long cpu = PROCESS.getProcessCpuTime();
      long thread = THREADS.getCurrentThreadCpuTime();
      long begin = System.nanoTime();
      long spans = job.run();
      double wall = (System.nanoTime() - begin) / 1e9;
      double threadCpu = (THREADS.getCurrentThreadCpuTime() - thread) / 1e9;
      double processCpu = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
      if (turn >= warm) {
        runs.add(
            "{\"wall\":%s,\"thread_cpu\":%s,\"process_cpu\":%s,\"spans\":%d}"
                .formatted(wall, threadCpu, processCpu, spans));
      }
    }
    System.out.println("{\"path\":\"" + path + "\",\"bytes\":" + bytes + ",\"runs\":" + runs + "}");
  }
}
