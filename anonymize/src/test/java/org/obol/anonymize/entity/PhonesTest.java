package org.obol.anonymize.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhonesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Call {PHONE 415-555-0132} now",
        "Call {PHONE (415) 555-0132}.",
        "{PHONE (415)555-0132}",
        "{PHONE 415.555.0132}",
        "reach us at {PHONE 415 555 0132}, thanks",
        "{PHONE 1-415-555-0132}",
        "{PHONE 1 (415) 555-0132}",
        "{PHONE 1.415.555.0132}",
        "{PHONE +1 415 555 0132}",
        "{PHONE +1-415-555-0132}",
        "{PHONE +1 (415) 555-0132}",
        "{PHONE +1(415)555-0132}",
        "{PHONE +14155550132}",
        "({PHONE 415-555-0132} is in parentheses)",
        "tel:{PHONE +1-415-555-0132}",
        "Tel.{PHONE 415-555-0132}",
        "\"{PHONE 415-555-0132}\"",
        "{PHONE 415-555-0132}x12",
        "{PHONE (415) 555-0132} ext. 7",
        "{PHONE 415-555-0132}\n{PHONE 415-555-0187}",
        "{PHONE 415 555-0132}",
        "电话是{PHONE 415-555-0132}。"
      })
  void findsNorthAmericanForms(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{PHONE 415-555-0132} {PHONE 212-555-0187}",
        "{PHONE 415-555-0132},{PHONE 212-555-0187}",
        "{PHONE 415 555 0132} {PHONE 212 555 0187}",
        "{PHONE +14155550132} {PHONE +12125550187}",
        "{PHONE 415-555-0132}/{PHONE 212-555-0187}",
        "2024 {PHONE 415-555-0132}",
        "phone {PHONE 4155550132} {PHONE 2125550187}",
        "phones: {PHONE 555-0132}, {PHONE 555-0187}",
        "In 2024 call {PHONE 415 555 0132} 24/7"
      })
  void findsSeveralInARow(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{PHONE +44 20 7946 0958}",
        "{PHONE +44 (0)20 7946 0958}",
        "{PHONE +44 7700 900123}",
        "{PHONE +447700900123} and more",
        "{PHONE +33 1 42 68 53 00} 12",
        "{PHONE +33142685300}",
        "{PHONE +49 30 901820}",
        "{PHONE +49 (30) 901820}",
        "{PHONE +49-30-901820}",
        "{PHONE +49 30 901820} 2024-01-15",
        "{PHONE +34 612 34 56 78}",
        "{PHONE +55 11 91234-5678}",
        "{PHONE +55 (11) 91234-5678}",
        "{PHONE +86 138 0013 8000}",
        "{PHONE +91 98765 43210}",
        "{PHONE +91-9876543210}",
        "{PHONE +81 3-1234-5678}",
        "{PHONE +61 2 5550 1234}",
        "{PHONE +7 (495) 123-45-67}",
        "{PHONE +39 06 1234567}",
        "{PHONE +353 1 234 5678}",
        "{PHONE +380 44 123 4567}",
        "{PHONE (+44) 20 7946 0958}",
        "(phone: {PHONE +44 20 7946 0958})",
        "{PHONE +420 601 123 456}",
        "{PHONE +65 6123 4567}",
        "{PHONE +41 44 668 18 00}",
        "手机{PHONE +8613800138000}。"
      })
  void findsInternationalForms(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Phone: {PHONE 4155550132}",
        "phone {PHONE 555-0132}",
        "Tel: {PHONE 020 7946 0958}",
        "Tel. {PHONE 030/901820}",
        "Tél : {PHONE 01 42 68 53 00}",
        "Teléfono: {PHONE 612 34 56 78}",
        "Telefon: {PHONE (030) 901820}",
        "mobile {PHONE 07700 900123}",
        "WhatsApp {PHONE 5511912345678}",
        "Fax: {PHONE (11) 4555-0132}",
        "call me at {PHONE 4155550132}",
        "text me on {PHONE 07700900123}",
        "手机号码：{PHONE 13800138000}",
        "Телефон: {PHONE 8 495 123-45-67}",
        "cell is {PHONE 5550132}",
        "sms to {PHONE 0612345678}",
        "Phone number 1: {PHONE 5550132}",
        "{\"phone\": \"{PHONE 5550132}\"}",
        "my phone number is {PHONE 4155550132}!",
        "Telefone: {PHONE 11 91234-5678}"
      })
  void findsNationalFormsBehindAWord(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phone={PHONE 4155550132}",
        "homePhone={PHONE 5550132}",
        "mobile_number={PHONE 07700900123}",
        "FAX={PHONE 030 901820}",
        "telNo={PHONE 0612345678}",
        "phone_id=4155550132",
        "megaphone=5550132",
        "cell={PHONE 4155550132}",
        "text=12345678 of them",
        "text=4155550132 is the id",
        "parts={PHONE 415-555-0132}",
        "id=4155550132",
        "created_at=1700000000"
      })
  void findsNationalFormsInKeys(String keyAndText) {
    int colon = keyAndText.indexOf('=');
    Marked.check(keyAndText.substring(0, colon), keyAndText.substring(colon + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "created 1700000000",
        "ts=1700000000123",
        "call started at 1700000000",
        "version 415.555.0132",
        "id 4155550132",
        "order 4155550132",
        "Order number: 415-555-0132",
        "SKU 415-555-0132",
        "12-415-555-0132",
        "415-555-0132-99",
        "415-555-01321",
        "1415-555-0132",
        "115-555-0132",
        "415-155-0132",
        "a415-555-0132",
        "3.4155550132",
        "415.5550132",
        "550e8400-e29b-41d4-a716-446655440000",
        "2024-01-15 10:30:00",
        "call on 2024-01-15",
        "call 911",
        "text 12 and 345 and 6789",
        "phone order 1234567",
        "call function 1234567 times",
        "the phone has 8 cores and id 1234567",
        "200 300 4000 5000 6000",
        "210 320 4300 5400 6500",
        "+52.52000659 and +13.404954",
        "+51.50735090",
        "C++11 12345678",
        "a+14155550132",
        "+00 123 456 789",
        "+1 155 555 0132",
        "UTC+0530",
        "+123",
        "9e4155550132",
        "ISBN 978-3-16-148410-0",
        "1.2.840.113549.1.1.11",
        "call 127.0.0.1",
        "recall 4155550132",
        "television 5550132",
        "text-align 1234567",
        "0x4155550132",
        "$415-555-0132",
        "123,456,7890",
        "line 4155550132 of file",
        "<PHONE_1> <PHONE_1f2e4155550132> <PHONE_4155550132>",
        "phone <PHONE_1>",
        "Phone: 20240115-1234567890123456",
        "call 1.2345678"
      })
  void leavesOtherNumbers(String text) {
    Marked.check(text);
  }
}
