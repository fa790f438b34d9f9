package org.obol.cli.startup;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A library whose classes the JVM is willing to keep in an ahead-of-time cache. It keeps none of a
 * signed jar, and none from before Java 6, whose classes carry no stack maps; so the signature is
 * taken off and the stack maps are added. Instructions stay as they are.
 */
final class ArchivableJar {

  private static final int JAVA_6 = 50;
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  /** Copies every instruction instead of the bytes of a method, so that stack maps are made. */
  private static final ClassTransform MODERN =
      (builder, element) -> {
        switch (element) {
          case ClassFileVersion ignored -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          case MethodModel method ->
              builder.transformMethod(
                  method, MethodTransform.transformingCode((code, each) -> code.with(each)));
          default -> builder.with(element);
        }
      };

  private final Path jar;

  ArchivableJar(Path jar) {
    this.jar = jar;
  }

  /** Rewrites the jar if that helps; another process that has it open keeps the old one. */
  void rewrite() throws IOException {
    Path rewritten = jar.resolveSibling(jar.getFileName() + ".new");
    try (var loader =
            new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        var from = new ZipFile(jar.toFile())) {
      if (!needed(from)) {
        return;
      }
      ClassFile classFile = classFile(loader);
      try (var to = new ZipOutputStream(Files.newOutputStream(rewritten))) {
        for (ZipEntry entry : Collections.list(from.entries())) {
          if (!SIGNATURE.matcher(entry.getName()).matches()) {
            var copy = new ZipEntry(entry.getName());
            copy.setTimeLocal(entry.getTimeLocal());
            to.putNextEntry(copy);
            to.write(content(classFile, entry.getName(), bytes(from, entry)));
            to.closeEntry();
          }
        }
      }
    }
    Files.move(rewritten, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean needed(ZipFile jar) throws IOException {
    for (ZipEntry entry : Collections.list(jar.entries())) {
      if (SIGNATURE.matcher(entry.getName()).matches()) {
        return true;
      }
      if (isClass(entry.getName())) {
        try (InputStream in = jar.getInputStream(entry)) {
          if (isOld(in.readNBytes(8))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static byte[] content(ClassFile classFile, String name, byte[] bytes) throws IOException {
    if (name.equals(MANIFEST)) {
      return withoutDigests(bytes);
    }
    if (isClass(name) && isOld(bytes)) {
      ClassModel model = classFile.parse(bytes);
      return classFile.transformClass(model, MODERN);
    }
    return bytes;
  }

  private static ClassFile classFile(ClassLoader classes) {
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS,
        ClassHierarchyResolverOption.of(
            ClassHierarchyResolver.ofResourceParsing(classes)
                .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static byte[] withoutDigests(byte[] bytes) throws IOException {
    var manifest = new Manifest(new ByteArrayInputStream(bytes));
    manifest.getEntries().clear();
    var out = new ByteArrayOutputStream();
    manifest.write(out);
    return out.toByteArray();
  }

  private static boolean isClass(String name) {
    return name.endsWith(".class");
  }

  /** Bytes 6 and 7 of a class file are its major version. */
  private static boolean isOld(byte[] bytes) {
    return bytes.length >= 8 && (((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff)) < JAVA_6;
  }

  private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
