package org.obol.anonymize.onnx;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.obol.anonymize.Label;

/** Which label an entity of a model gets, by the names that training sets use. */
final class LabelNames {
  /** Entities that say nothing of a person; a dataset without its numbers and dates is none. */
  private static final Set<String> IGNORED =
      Set.of(
          ("CARDINAL ORDINAL QUANTITY PERCENT MONEY DATE TIME LANGUAGE LAW EVENT PRODUCT"
                  + " WORK_OF_ART NORP MISC URL")
              .split(" "));

  private static final Map<String, Label> KNOWN = new HashMap<>();

  static {
    know(
        Label.PERSON,
        "PER PERSON NAME PERSON_NAME FULL_NAME FULLNAME GIVEN_NAME GIVENNAME FIRST_NAME FIRSTNAME"
            + " MIDDLE_NAME MIDDLENAME SURNAME LAST_NAME LASTNAME FAMILY_NAME PRIVATE_PERSON"
            + " NAME_STUDENT PATIENT DOCTOR STAFF");
    know(
        Label.LOCATION,
        "LOC LOCATION GPE FAC FACILITY CITY TOWN STATE COUNTY COUNTRY REGION PROVINCE PLACE");
    know(
        Label.ORGANIZATION,
        "ORG ORGANIZATION ORGANISATION COMPANY COMPANY_NAME COMPANYNAME EMPLOYER HOSPITAL");
    know(
        Label.ADDRESS,
        "ADDRESS STREET STREET_ADDRESS STREETADDRESS STREET_NAME STREETNAME BUILDING"
            + " BUILDING_NUMBER BUILDINGNUMBER BUILDINGNUM SECONDARY_ADDRESS SECONDARYADDRESS"
            + " SECADDRESS ZIP ZIP_CODE ZIPCODE POSTCODE POSTAL_CODE POSTALCODE PRIVATE_ADDRESS");
    know(Label.DATE_OF_BIRTH, "DATE_OF_BIRTH DATEOFBIRTH DOB BOD BIRTH_DATE BIRTHDATE BIRTHDAY");
    know(Label.EMAIL, "EMAIL E_MAIL MAIL EMAIL_ADDRESS EMAILADDRESS PRIVATE_EMAIL");
    know(
        Label.PHONE,
        "PHONE PHONE_NUMBER PHONENUMBER TELEPHONE TELEPHONENUM TELEPHONE_NUMBER TEL MOBILE FAX"
            + " FAX_NUMBER PRIVATE_PHONE");
    know(
        Label.CREDIT_CARD,
        "CREDIT_CARD CREDITCARD CREDITCARDNUMBER CREDIT_CARD_NUMBER CREDIT_DEBIT_CARD CARD_NUMBER");
    know(Label.IBAN, "IBAN IBAN_CODE");
    know(Label.SSN, "SSN US_SSN SOCIALNUM SOCIAL_SECURITY_NUMBER");
    know(Label.PASSPORT, "PASSPORT PASSPORT_NUMBER PASSPORTNUM US_PASSPORT");
    know(Label.PASSWORD, "PASSWORD");
    know(Label.IPV4, "IPV4");
    know(Label.IPV6, "IPV6");
    know(Label.MAC, "MAC MAC_ADDRESS MACADDRESS");
  }

  private LabelNames() {}

  private static void know(Label label, String names) {
    for (String name : names.split(" ")) {
      KNOWN.put(name, label);
    }
  }

  /**
   * The label for the entity {@code name}; empty for those that are not personal. A name that is
   * not known becomes a label itself.
   *
   * @throws IllegalArgumentException when no label can have this name
   */
  static Optional<Label> label(String name) {
    String plain =
        name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_").replaceAll("^_+|_+$", "");
    Label known = KNOWN.get(plain);
    if (known == null) {
      known = KNOWN.get(plain.replaceAll("_?[0-9]+$", ""));
    }
    if (known != null) {
      return Optional.of(known);
    }
    return IGNORED.contains(plain) ? Optional.empty() : Optional.of(Label.of(plain));
  }
}
