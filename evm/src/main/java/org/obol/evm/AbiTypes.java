package org.obol.evm;

import com.esaulpaugh.headlong.abi.ABIType;
import com.esaulpaugh.headlong.abi.ArrayType;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

/**
 * A list of Solidity types and the encoding of its values (Solidity contract ABI).
 *
 * <p>Values are {@link Address}; {@link BigInteger} for every integer (any {@link Number} is
 * encoded); {@link HexBytes} for bytes of fixed or any length ({@link Bytes32} is encoded, too);
 * {@link String}; {@link Boolean}; {@link List} for arrays and tuples.
 */
public final class AbiTypes {

  private final TupleType<Tuple> type;

  private AbiTypes(TupleType<Tuple> type) {
    this.type = type;
  }

  /**
   * The types in parentheses, such as {@code (address,uint256,(bool,bytes)[])}.
   *
   * @throws IllegalArgumentException when they are not Solidity types
   */
  public static AbiTypes of(String types) {
    return new AbiTypes(TupleType.parse(types));
  }

  /**
   * The encoded values.
   *
   * @throws IllegalArgumentException when a value is not of its type or outside its range
   */
  public HexBytes encode(Object... values) {
    Tuple tuple = (Tuple) encodable(type, List.of(values));
    return HexBytes.of(type.encode(tuple).array());
  }

  /**
   * The values in {@code data}; bytes after them are not looked at.
   *
   * @throws AbiException when the data is not an encoding of these types
   */
  public List<Object> decode(HexBytes data) {
    try {
      return values(type.decode(data.bytes()));
    } catch (RuntimeException malformed) {
      // The library answers hostile bytes with several kinds of exception.
      throw new AbiException(
          "the contract's " + data.size() + " bytes are not " + type.getCanonicalType(), malformed);
    }
  }

  @Override
  public String toString() {
    return type.getCanonicalType();
  }

  private static Object encodable(ABIType<?> type, Object value) {
    return switch (value) {
      case Address address -> com.esaulpaugh.headlong.abi.Address.wrap(address.checksummed());
      case Bytes32 bytes -> bytes.bytes();
      case HexBytes bytes -> bytes.bytes();
      case List<?> list when type instanceof TupleType<?> tuple -> tuple(tuple, list);
      case List<?> list when type instanceof ArrayType<?, ?, ?> array -> array(array, list);
      case BigInteger number -> integer(type, number);
      case Number number -> integer(type, BigInteger.valueOf(number.longValue()));
      default -> value;
    };
  }

  private static Tuple tuple(TupleType<?> type, List<?> list) {
    if (list.size() != type.size()) {
      throw new IllegalArgumentException(
          type.getCanonicalType() + " are " + type.size() + " values, not " + list.size());
    }
    var items = new Object[list.size()];
    for (int i = 0; i < items.length; i++) {
      ABIType<?> item = type.get(i);
      items[i] = encodable(item, list.get(i));
    }
    return Tuple.from(items);
  }

  private static Object array(ArrayType<?, ?, ?> type, List<?> list) {
    Class<?> component = type.clazz().getComponentType();
    Object items = Array.newInstance(component, list.size());
    for (int i = 0; i < list.size(); i++) {
      Array.set(items, i, encodable(type.getElementType(), list.get(i)));
    }
    return items;
  }

  private static Object integer(ABIType<?> type, BigInteger value) {
    return switch (type.typeCode()) {
      case ABIType.TYPE_CODE_INT -> value.intValueExact();
      case ABIType.TYPE_CODE_LONG -> value.longValueExact();
      default -> value;
    };
  }

  private static List<Object> values(Tuple tuple) {
    List<Object> values = new ArrayList<>();
    tuple.forEach(item -> values.add(value(item)));
    return List.copyOf(values);
  }

  private static Object value(Object item) {
    return switch (item) {
      case com.esaulpaugh.headlong.abi.Address address -> Address.parse(address.toString());
      case byte[] bytes -> HexBytes.of(bytes);
      case Tuple tuple -> values(tuple);
      case BigInteger number -> number;
      case Number number -> BigInteger.valueOf(number.longValue());
      default -> item.getClass().isArray() ? items(item) : item;
    };
  }

  private static List<Object> items(Object array) {
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      items.add(value(Array.get(array, i)));
    }
    return List.copyOf(items);
  }
}
