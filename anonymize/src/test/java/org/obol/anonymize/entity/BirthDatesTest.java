package org.obol.anonymize.entity;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BirthDatesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "born {DATE_OF_BIRTH 1980-12-31}",
        "DOB: {DATE_OF_BIRTH 12/31/1980}",
        "d.o.b. {DATE_OF_BIRTH 31.12.1980}",
        "born on {DATE_OF_BIRTH 12 March 1980}",
        "Date of birth: {DATE_OF_BIRTH March 12, 1980}",
        "born {DATE_OF_BIRTH 12th March 1980} in Bern",
        "birthday {DATE_OF_BIRTH Mar 12 1980}",
        "geboren am {DATE_OF_BIRTH 12. März 1980}",
        "geb. {DATE_OF_BIRTH 12.03.1980}",
        "nacido el {DATE_OF_BIRTH 12 de marzo de 1980}",
        "né le {DATE_OF_BIRTH 12 février 1980}",
        "née le {DATE_OF_BIRTH 12/02/1980}",
        "born {DATE_OF_BIRTH 12-Mar-1980}",
        "Birth Date: {DATE_OF_BIRTH 1980/12/31}",
        "出生日期：{DATE_OF_BIRTH 1980-12-31}",
        "\"dob\":\"{DATE_OF_BIRTH 1980-12-31}T00:00:00Z\"",
        "born {DATE_OF_BIRTH 31-12-1980}.",
        "(born {DATE_OF_BIRTH December 1, 1980})",
        "born {DATE_OF_BIRTH 1 May 2001}"
      })
  void findsDatesOfBirth(String text) {
    Marked.check(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dob={DATE_OF_BIRTH 1980-12-31}",
        "birthDate={DATE_OF_BIRTH 12/31/1980}",
        "date_of_birth={DATE_OF_BIRTH 12 March 1980}",
        "created=1980-12-31"
      })
  void findsThemInKeys(String keyAndText) {
    int colon = keyAndText.indexOf('=');
    Marked.check(keyAndText.substring(0, colon), keyAndText.substring(colon + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1980-12-31",
        "created 2024-01-15",
        "12 March 1980",
        "March 12, 1980",
        "born 1980-13-31",
        "born 1980-02-30",
        "born 31.11.1980",
        "born 1880-12-31",
        "born 12/31/2050",
        "DOB: {DATE_OF_BIRTH 1980-12-31}, admitted 2024-01-15",
        "stubborn 1980-12-31",
        "airborne 12 March 1980",
        "born 2024-01-15 10:30:00",
        "born 12 monkeys 1980",
        "born 1980",
        "born in 12 days 1980",
        "reborn 1980-12-31"
      })
  void leavesOtherDates(String text) {
    Marked.check(text);
  }
}
