package org.obol.anonymize.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{IPV4 192.168.1.10}",
        "host {IPV4 10.0.0.5}:8080",
        "{IPV4 203.0.113.7}/24",
        "from {IPV4 203.0.113.7} to {IPV4 198.51.100.2}.",
        "{IPV4 10.0.0.1}-{IPV4 10.0.0.9}",
        "http://{IPV4 192.0.2.1}/index.html",
        "ssh me@{IPV4 192.0.2.44}",
        "[{IPV4 8.8.8.8}]",
        "ip={IPV4 8.8.4.4}, port=53",
        "X-Forwarded-For: {IPV4 203.0.113.195}, {IPV4 198.51.100.178}",
        "地址是{IPV4 192.0.2.1}。",
        "kafka/{IPV4 10.0.0.5}",
        "{IPV4 10.0.0.0}/8",
        "Server version 8 at {IPV4 192.0.2.5}",
        "1 {IPV4 192.0.2.5} 2"
      })
  void findsIpv4(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1 and 0.0.0.0",
        "255.255.255.0 or 0.0.0.255",
        "Chrome/126.0.0.0 Safari/537.36",
        "version 1.2.3.4",
        "v1.2.3.4",
        "Version: 10.2.3.4",
        "updated version from 1.2.3.4 to 1.2.3.5",
        "1.2.3.4.5",
        "1.3.6.1.4.1.311",
        "section 4.3.2.1",
        "§ 4.3.2.1",
        "OID 1.3.6.1",
        "foo==1.2.3.4",
        "foo>=1.2.3.4",
        "lib-1.2.3.4.jar",
        "1.2.3.4-SNAPSHOT",
        "256.1.1.1",
        "1.2.3.400",
        "01.2.3.4",
        "1.2.3",
        "release 4.3.2.1",
        "1.2.3.4a",
        "a1.2.3.4",
        "nginx/1.25.3.1",
        "126.0.0.0",
        "<IPV4_1>"
      })
  void leavesOtherDots(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{IPV6 2001:db8::1}",
        "{IPV6 2001:0db8:85a3:0000:0000:8a2e:0370:7334}",
        "{IPV6 fe80::1ff:fe23:4567:890a}%eth0",
        "{IPV6 2001:db8::}/32",
        "[{IPV6 2001:db8::1}]:443",
        "{IPV6 ::ffff:192.0.2.128}",
        "addr:{IPV6 fe80::1}",
        "inet6 {IPV6 fd00::8a2e:370:7334} up",
        "{IPV6 2001:DB8:0:0:8:800:200C:417A}.",
        "from {IPV6 2001:db8::1} to {IPV6 2001:db8::2}"
      })
  void findsIpv6(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":: and ::1",
        "12:30:45",
        "at 12:30:45:678",
        "std::dec",
        "a::b",
        "face::dec",
        "abc::method1",
        "ab::c1",
        "00:11:22:33:44:55:66:77",
        "SHA1 aa:bb:cc:dd:ee:ff:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd",
        "MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48",
        "1:2:3:4:5:6:7:8",
        "2001:db8:::1",
        "2001:db8::12345",
        "x2001:db8::1",
        "2001:db8::1::2",
        "key:12 value:34",
        "<IPV6_1>"
      })
  void leavesOtherColons(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{MAC 00:1a:2b:3c:4d:5e}",
        "{MAC aa:bb:cc:dd:ee:f0},",
        "MAC {MAC AA-BB-CC-DD-EE-FE}",
        "mac:{MAC aa:bb:cc:dd:ee:f0}",
        "{MAC 00-1A-2B-3C-4D-5E}",
        "{MAC 0011.2233.4455}",
        "{MAC 001a.2b3c.4d5e}",
        "{MAC abcd.ef01.2345}.",
        "{MAC aabb.ccdd.ee01}",
        "ether {MAC 02:42:ac:11:00:02} txqueuelen"
      })
  void findsMacs(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00:00:00:00:00:00",
        "ff:ff:ff:ff:ff:ff FF-FF-FF-FF-FF-FF",
        "aa:bb:cc:dd:ee",
        "aa:bb:cc:dd:ee:ff:00",
        "aa-bb-cc-dd-ee-ff-00",
        "0011.2233.4455.6677",
        "0000.0000.0000",
        "ffff.ffff.ffff",
        "1234.5678",
        "zaa:bb:cc:dd:ee:f0",
        "aa:bb:cc:dd:ee:f0z",
        "<MAC_1f:2e>"
      })
  void leavesWhatIsNoMac(String text) {
    Marked.check(text);
  }
}
