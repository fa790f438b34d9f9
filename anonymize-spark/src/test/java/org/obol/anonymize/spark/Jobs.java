package org.obol.anonymize.spark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.obol.anonymize.Label;
import org.obol.anonymize.Operator;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.Fields;

/** Runs jobs on files of one folder. */
record Jobs(Path folder) {
  static Policy policy(
      Map<Label, Operator> operators, List<Detector> detectors, boolean dropBadLines) {
    return new Policy(
        "full", Set.copyOf(Label.constants()), Fields.ALL, operators, detectors, dropBadLines);
  }

  Report run(List<Path> inputs, String output, Settings settings) throws IOException {
    List<String> names = inputs.stream().map(Path::toString).toList();
    return AnonymizeJob.run(Cluster.session(), names, path(output).toString(), settings);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Set<String> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(path(name))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** The parts in the order of their names. */
  byte[] parts(String output) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : files(output).stream().sorted().toList()) {
      all.write(Files.readAllBytes(path(output).resolve(name)));
    }
    return all.toByteArray();
  }

  byte[] joined(String output, List<Path> inputs) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path input : inputs) {
      all.write(Files.readAllBytes(path(output).resolve(input.getFileName())));
    }
    return all.toByteArray();
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
