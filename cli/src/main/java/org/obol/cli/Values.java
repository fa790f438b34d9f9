package org.obol.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.obol.client.wallet.WalletName;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.UserCode;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words on the command line become values; a bad one is a usage error with its reason. */
final class Values {

  private Values() {}

  static void register(CommandLine commands) {
    commands.registerConverter(DatasetId.class, checked(DatasetId::new));
    commands.registerConverter(Address.class, checked(Address::parse));
    commands.registerConverter(UserCode.class, checked(Values::userCode));
    commands.registerConverter(WalletName.class, checked(WalletName::new));
    commands.registerConverter(BigDecimal.class, number("a decimal number", BigDecimal::new));
    for (var whole : List.of(Integer.class, int.class)) {
      commands.registerConverter(whole, number("a whole number of this size", Integer::valueOf));
    }
    for (var whole : List.of(Long.class, long.class)) {
      commands.registerConverter(whole, number("a whole number of this size", Long::valueOf));
    }
  }

  private static UserCode userCode(String typed) {
    return UserCode.read(typed)
        .orElseThrow(() -> new IllegalArgumentException("a user code looks like ABCD-2345"));
  }

  private static <T> ITypeConverter<T> number(String what, Function<String, T> reader) {
    return word -> {
      try {
        return reader.apply(word);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("'" + word + "' is not " + what);
      }
    };
  }

  private static <T> ITypeConverter<T> checked(Function<String, T> reader) {
    return word -> {
      try {
        return reader.apply(word);
      } catch (ObolException | IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}
