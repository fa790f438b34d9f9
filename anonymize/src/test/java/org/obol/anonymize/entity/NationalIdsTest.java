package org.obol.anonymize.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NationalIdsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{UK_NINO AB123456C}",
        "{UK_NINO AB 12 34 56 C}",
        "NI: {UK_NINO JG 123456 D}.",
        "{UK_NINO CE123456A},",
        "({UK_NINO SW 10 20 30 B})",
        "\"{UK_NINO TW102030C}\"",
        "NHS number {UK_NHS 943 476 5919}",
        "NHS: {UK_NHS 9434765919}",
        "nhs no. {UK_NHS 401 023 2137}",
        "NHS {UK_NHS 987-654-3210}",
        "nhsNumber: {UK_NHS 9876543210}",
        "(NHS {UK_NHS 4010232137})"
      })
  void findsBritishNumbers(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BG123456A",
        "DA123456A",
        "AO123456A",
        "AB123456E",
        "AB12345C",
        "AB1234567C",
        "XAB123456C",
        "TN 12 34 56 A",
        "AB 12 34 567 C",
        "NHS 943 476 5918",
        "the value 9434765919",
        "NHS 9434765918",
        "<UK_NINO_1>"
      })
  void leavesWhatIsNotBritish(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ES_DNI 12345678Z}",
        "DNI {ES_DNI 12345678-Z}",
        "{ES_DNI X1234567L}",
        "NIE: {ES_DNI Y7654321-G}.",
        "{ES_DNI 87654321X},",
        "({ES_DNI Z0000001Y})"
      })
  void findsSpanishNumbers(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12345678A",
        "X1234567A",
        "112345678Z",
        "W1234567L",
        "12345678Z9",
        "AX1234567L",
        "12345678-ZZ",
        "12345678z",
        "00000000T"
      })
  void leavesWhatIsNotSpanish(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{FR_NIR 185057800608491}",
        "{FR_NIR 1 85 05 78 006 084 91}",
        "{FR_NIR 269054958815780}",
        "{FR_NIR 2 69 05 49 588 157 80}.",
        "{FR_NIR 185052A00608435}",
        "{FR_NIR 2 85 11 2B 033 010 51}",
        "{FR_NIR 1850578006084 91}"
      })
  void findsFrenchNumbers(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "185057800608490",
        "385057800608491",
        "185157800608491",
        "1 85 05 78 006 084 90",
        "1850578006084911",
        "A185057800608491",
        "1 85 05 78",
        "1 12 22 333"
      })
  void leavesWhatIsNotFrench(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Steuer-ID: {DE_TAX_ID 86095742719}",
        "IdNr. {DE_TAX_ID 47036892816}",
        "Steueridentifikationsnummer {DE_TAX_ID 86 095 742 719}",
        "TIN {DE_TAX_ID 12345678903}",
        "steuer_id={DE_TAX_ID 86095742719}",
        "Tax ID {DE_TAX_ID 47 036 892 816}",
        "{IT_FISCAL_CODE RSSMRA85T10A562S}",
        "codice fiscale {IT_FISCAL_CODE VRDGPP13R10B293P}.",
        "{IT_FISCAL_CODE BNCLRA90D41H501L}",
        "{IT_FISCAL_CODE RSSMRA85T10A56NH}",
        "{IT_FISCAL_CODE RSSMRAURT10A562B}",
        "CF:{IT_FISCAL_CODE RSSMRA85T10A562S}",
        "PESEL {PL_PESEL 44051401359}",
        "pesel: {PL_PESEL 02070803628}",
        "numer PESEL to {PL_PESEL 92071100138}",
        "PESEL={PL_PESEL 02220803629}",
        "\"pesel\":\"{PL_PESEL 44051401359}\"",
        "(PESEL: {PL_PESEL 92071100138})",
        "{CH_AHV 756.9217.0769.85}",
        "AHV {CH_AHV 756.1234.5678.97}.",
        "{CH_AHV 756.0000.1111.28},",
        "AVS: {CH_AHV 756.9217.0769.85}",
        "({CH_AHV 756.1234.5678.97})",
        "1 {CH_AHV 756.1234.5678.97}"
      })
  void findsGermanItalianPolishSwissNumbers(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "86095742719",
        "Steuer-ID 86095742710",
        "Steuer-ID 06095742719",
        "since 86095742719",
        "tiny 86095742719",
        "order 12345678903",
        "RSSMRA85T10A562T",
        "RSSMRA85T10A562",
        "RSSMRA85T10A562SX",
        "RSSMRA85F10A562S",
        "rssmra85t10a562s",
        "XRSSMRA85T10A562S",
        "44051401359",
        "PESEL 44051401358",
        "PESEL 44131401359",
        "756.9217.0769.84",
        "757.9217.0769.85",
        "756.9217.0769",
        "756.9217.0769.85.1",
        "1756.9217.0769.85",
        "7569217076985",
        "756-9217-0769-85"
      })
  void leavesWhatIsNotTheirs(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{BR_CPF 123.456.789-09}",
        "CPF: {BR_CPF 529.982.247-25}",
        "cpf {BR_CPF 52998224725}",
        "meu CPF é {BR_CPF 11144477735}",
        "({BR_CPF 111.444.777-35})",
        "CPF {BR_CPF 12345678909}.",
        "{IN_AADHAAR 2345 6789 0124}",
        "{IN_AADHAAR 2345-6789-0124}",
        "Aadhaar: {IN_AADHAAR 234567890124}",
        "aadhar no {IN_AADHAAR 9999 4105 7058}",
        "UIDAI {IN_AADHAAR 499118665246}",
        "{IN_AADHAAR 4991-1866-5246}.",
        "{CN_RESIDENT_ID 11010519491231002X}",
        "身份证号{CN_RESIDENT_ID 11010519491231002X}。",
        "{CN_RESIDENT_ID 440308199001011239}",
        "id {CN_RESIDENT_ID 310115198506150049},",
        "({CN_RESIDENT_ID 11010519491231002x})",
        "\"{CN_RESIDENT_ID 440308199001011239}\"",
        "SIN {CA_SIN 123-456-782}",
        "SIN: {CA_SIN 130692544}",
        "social insurance number {CA_SIN 130 692 544}",
        "sin={CA_SIN 130-692-544}",
        "NAS {CA_SIN 130692544}",
        "my SIN is {CA_SIN 123 456 782}"
      })
  void findsNumbersOfOtherContinents(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123.456.789-10",
        "111.111.111-11",
        "52998224725",
        "CPF 52998224724",
        "123.456.789",
        "1123.456.789-09",
        "2345 6789 0125",
        "1234 5678 9012",
        "234567890124",
        "2345 6789 0124 5678",
        "1111 2345 6789 0124",
        "2345 6789-0124",
        "2024 2025 2025",
        "aadhaar 234567890125",
        "110105194912310021",
        "11010519491331002X",
        "440308199001011230",
        "1440308199001011239",
        "44030819900101123",
        "single 130692544",
        "130692544",
        "130-692-544",
        "SIN 130692545",
        "sin 930"
      })
  void leavesWhatIsNotTheirsEither(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passport no. {PASSPORT X1234567}",
        "Passport number: {PASSPORT 123456789}",
        "passport #{PASSPORT C01X00T47}",
        "Reisepass {PASSPORT C01X00T47}",
        "pasaporte {PASSPORT AAA123456}",
        "passport {PASSPORT AB1234567}, issued",
        "护照{PASSPORT E12345678}"
      })
  void findsPassports(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passport={PASSPORT 123456789}",
        "passportNumber={PASSPORT X1234567}",
        "passport_no={PASSPORT 12AB34567}"
      })
  void findsPassportsInKeys(String keyAndText) {
    int colon = keyAndText.indexOf('=');
    Marked.check(keyAndText.substring(0, colon), keyAndText.substring(colon + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X1234567",
        "123456789",
        "passport 12345",
        "passport no. ABCDEFGH",
        "passport no. AB12345678901",
        "passport expires 2024-01-15",
        "passport-local 0.1.234567",
        "passport renewed, order 1234567",
        "passport <PASSPORT_1>"
      })
  void leavesWhatIsNoPassport(String text) {
    Marked.check(text);
  }
}
