package org.obol.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between the modules and the house rules that no other tool checks. */
final class ArchitectureTest {

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.obol");

  private static final Set<String> LIBRARIES =
      Set.of("crypto", "dataset", "http", "ledger", "evm", "x402", "anonymize", "anonymize.files");

  /** Which modules each module may use; a module beside another is named after its package. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("crypto", Set.of()),
          Map.entry("anonymize", Set.of()),
          Map.entry("anonymize.files", Set.of("anonymize")),
          Map.entry("anonymize.rules", Set.of("anonymize")),
          Map.entry("anonymize.onnx", Set.of("anonymize")),
          Map.entry("anonymize.spark", Set.of("anonymize")),
          Map.entry("dataset", Set.of("crypto")),
          Map.entry("http", Set.of("crypto")),
          Map.entry("ledger", Set.of("dataset", "crypto")),
          Map.entry("evm", Set.of("crypto")),
          Map.entry("devnet", Set.of("evm", "crypto")),
          Map.entry("x402", Set.of("evm", "crypto")),
          Map.entry("node", with(LIBRARIES, "discovery")),
          Map.entry("client", LIBRARIES),
          Map.entry("trainer", Set.of("crypto")),
          Map.entry("finetune", Set.of("crypto", "dataset", "trainer", "anonymize")),
          Map.entry("discovery", LIBRARIES));

  private static Set<String> with(Set<String> modules, String more) {
    Set<String> all = new TreeSet<>(modules);
    all.add(more);
    return all;
  }

  @Test
  void every_package_belongs_to_a_module_of_the_map() {
    Set<String> found = new TreeSet<>();
    HOUSE.forEach(c -> found.add(module(c)));
    assertThat(found)
        .contains(
            "crypto",
            "dataset",
            "ledger",
            "anonymize",
            "anonymize.files",
            "anonymize.rules",
            "cli");
    found.remove("cli");
    assertThat(ARROWS.keySet()).containsAll(found);
  }

  @Test
  void modules_use_only_what_is_below_them() {
    ARROWS.forEach(
        (module, allowed) -> {
          Set<String> foreign = new TreeSet<>(ARROWS.keySet());
          foreign.add("cli");
          foreign.remove(module);
          foreign.removeAll(allowed);
          noClasses()
              .that(belongTo(Set.of(module)))
              .should()
              .dependOnClassesThat(belongTo(foreign))
              .because("the arrows in ARCHITECTURE.md let " + module + " use only " + allowed)
              .allowEmptyShould(true)
              .check(HOUSE);
        });
  }

  /** The longest name in the map that the package begins with, else its third word. */
  private static String module(JavaClass type) {
    String name = type.getPackageName();
    return ARROWS.keySet().stream()
        .filter(module -> (name + ".").startsWith("org.obol." + module + "."))
        .max(Comparator.comparingInt(String::length))
        .orElseGet(() -> name.startsWith("org.obol.") ? name.split("\\.")[2] : "");
  }

  private static DescribedPredicate<JavaClass> belongTo(Set<String> modules) {
    return DescribedPredicate.describe(
        "belong to " + modules, type -> modules.contains(module(type)));
  }

  @Test
  void packages_and_classes_are_named_after_the_product() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..common..",
            "..helper..",
            "..helpers..",
            "..impl..",
            "..service..")
        .because("a package is a noun of the product; put the class where it is used")
        .check(HOUSE);
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Utils?|Helper)")
        .because("such a name says nothing: name the class after what it is or does")
        .check(HOUSE);
  }

  @Test
  void chance_comes_from_the_system() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(Random.class.getName())
        .because(
            "java.util.Random can be guessed: use SecureRandom, or ThreadLocalRandom for jitter")
        .check(HOUSE);
  }

  @Test
  void nobody_sleeps() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .because("a sleep cannot be woken or tested: wait on a condition, a queue or a scheduler")
        .check(HOUSE);
  }

  @Test
  void only_one_class_knows_where_sha256_comes_from() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.obol.crypto.Sha256")
        // The anonymizer stands alone, and hashes only checksums of a few bytes.
        .and()
        .doNotHaveFullyQualifiedName("org.obol.anonymize.entity.Sha256")
        .should()
        .callMethod(MessageDigest.class, "getInstance", String.class)
        .orShould()
        .callMethod(MessageDigest.class, "getInstance", String.class, String.class)
        .because("another provider is six times slower: use Sha256.digest()")
        .check(HOUSE);
  }

  @Test
  void text_becomes_bytes_with_a_named_charset() {
    noClasses()
        .should()
        .callMethod(String.class, "getBytes")
        .because("the default charset is the machine's: name StandardCharsets.UTF_8")
        .check(HOUSE);
  }

  @Test
  void the_process_belongs_to_the_program() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.obol.cli")
        // It reads the proxy variables for libraries that nobody started from a command line.
        .and()
        .doNotHaveFullyQualifiedName("org.obol.http.EnvironmentProxy")
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .because("a test cannot set it: take a Map, as ObolHome.of does")
        .check(HOUSE);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.obol.cli.Obol")
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("it ends the caller too: throw an ObolException with its exit status")
        .check(HOUSE);
  }
}
