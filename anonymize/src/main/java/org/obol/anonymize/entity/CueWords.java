package org.obol.anonymize.entity;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.obol.anonymize.scan.Ascii;

/**
 * The words that {@link Cues} knows, by their first two bytes. A word ends where its letters end;
 * one with {@code *} is a beginning. {@code +} stands for a space, {@code _}, {@code -} or nothing,
 * so that one entry serves prose and names of keys.
 */
final class CueWords {
  /** A word in lower case, without its {@code *}. */
  record Entry(byte[] word, boolean open, int cue) {}

  private static final int BUCKETS = 2048;
  private static final Entry[][] BY_START = new Entry[BUCKETS][];

  static {
    add(
        Cues.PHONE,
        "phone* telephone* telefon* telefone* teléfon* téléphon* tel tél telno telf tlf tfno mobile"
            + " mobiles mobilephone* mobilenumber* mobileno mobil mobilnummer mobiltelefon* móvil"
            + " movil celular* cellulare cellphone* cellular gsm fax faxnummer whatsapp* sms"
            + " rufnummer* handynummer* msisdn viber signal+number телефон* Телефон* тел Тел моб"
            + " Моб 电话 電話 手机 手機 携帯 전화 휴대폰 연락처 هاتف فون फोन मोबाइल");
    add(Cues.DIAL, "cell cells handy portable");
    add(
        Cues.VERB,
        "call calls called calling callback text texts texted texting dial dials dialed dialing"
            + " ring appel* llame llama llamar llámame llámenos chiama* ligue ligar anrufen звони*"
            + " позвони*");
    add(
        Cues.CARD,
        "card* creditcard* debitcard* visa mastercard amex american+express pan cc ccnum ccn"
            + " cardnumber* credit debit maestro discover diners jcb unionpay karte* kreditkarte*"
            + " tarjeta* carte* cartão carta карт* Карт* 卡号 银行卡 信用卡");
    add(Cues.SSN, "ssn* social+security socialsec* ss# ss+no");
    add(Cues.ITIN, "itin* taxpayer* tax+payer*");
    add(Cues.NHS, "nhs*");
    add(
        Cues.TAX,
        "steuer* idnr tin tins tax+id* tax+number* tax+identification* taxid* id+nr ustid"
            + " identifikationsnummer*");
    add(Cues.PESEL, "pesel*");
    add(Cues.CPF, "cpf* cadastro+de+pessoa*");
    add(Cues.AADHAAR, "aadhaar* aadhar* adhaar* adhar* uidai आधार");
    add(Cues.SIN, "sin sins social+insurance nas assurance+sociale");
    add(
        Cues.PASSPORT,
        "passport* pasaporte* passeport* reisepass* passaporto* passaporte* paspoort* паспорт*"
            + " Паспорт* 护照 護照 旅券");
    add(
        Cues.BIRTH,
        "born birth* dob d.o.b bday b-day né née nee geboren* geb geburt* nacid* nacio nació"
            + " nacimiento naissance nato nata nascita nascid* nasceu nascimento urodz* родил*"
            + " рожд* Родил* 出生 生日 生于 出生日期");
    add(
        Cues.VERSION,
        "version* ver vers v release* firmware build builds section* sect sec § clause* chapter*"
            + " appendix annex oid oids paragraph* para article figure fig rfc patch semver sdk"
            + " chrome chromium firefox safari edge opera android ios macos kernel driver jdk jre"
            + " openssl python ruby java php gcc clang cmake nodejs electron dotnet windows linux"
            + " ubuntu debian table rule step requirement control subsection* upgrade* downgrade*"
            + " assemblyversion* fileversion* versión versione версия 版本");
    add(
        Cues.HOST,
        "ip ips ipv4 address* addr host* server* client* node* ping* ssh connect* gateway dns"
            + " router* subnet* peer* remote* proxy listen* login user from+ip");
    add(Cues.HOST | Cues.FILLER, "on at via");
    add(
        Cues.PRODUCT,
        "order orders ordernumber* part parts sku skus serial model isbn issn tracking ticket"
            + " tickets invoice invoices item lot batch product catalog catalogue");
    add(
        Cues.OTHER,
        "id ids uid pid gid uuid guid account acct accounts ref reference case code codes error"
            + " errors zip postal pin port ports line lines page pages commit timestamp* epoch unix"
            + " time size bytes count total amount price usd eur cost qty quantity booking"
            + " confirmation transaction* txn doi pmid issue bug pr job process thread block index"
            + " row rows seed offset length ean upc gtin imei hash date"
            + " record records score population");
    add(
        Cues.FILLER,
        "number numbers num no nos nr nbr nummer numer numéro numero número n is are was me us him"
            + " her them my your his our their the to under or and at of home work office direct"
            + " line main day night emergency please now today toll free contact reach value"
            + " le la el il am den der die das im in de do da du au al es ist est é et y e und oder"
            + " ou o from for with as be holder only here back anytime us+at this that new old"
            + " 号码 是 为 番号 номер");
    for (Entry[] entries : BY_START) {
      if (entries != null) {
        Arrays.sort(entries, Comparator.comparingInt((Entry entry) -> -entry.word.length));
      }
    }
  }

  private CueWords() {}

  private static void add(int cue, String words) {
    for (byte[] word : Words.all(words)) {
      boolean open = word[word.length - 1] == '*';
      byte[] letters = open ? Arrays.copyOf(word, word.length - 1) : word;
      int bucket = bucket(letters[0], letters.length > 1 ? letters[1] : 0);
      Entry[] before = BY_START[bucket];
      Entry[] entries = before == null ? new Entry[1] : Arrays.copyOf(before, before.length + 1);
      entries[entries.length - 1] = new Entry(letters, open, cue);
      BY_START[bucket] = entries;
    }
  }

  /** Of the first two bytes; what is no letter counts as none, as a word of one letter has none. */
  private static int bucket(int first, int second) {
    int next = second < 0 || Ascii.isLetter(second) ? Ascii.lower(second) & 0xFF : 0;
    return ((Ascii.lower(first) * 37) + next) & (BUCKETS - 1);
  }

  /** The longest word that stands at {@code at}, or null. */
  static @Nullable Entry find(byte[] bytes, int at, int to) {
    Entry[] entries = BY_START[bucket(bytes[at], at + 1 < to ? bytes[at + 1] : 0)];
    if (entries == null) {
      return null;
    }
    for (Entry entry : entries) {
      if (end(bytes, at, to, entry) > at) {
        return entry;
      }
    }
    return null;
  }

  /** Where {@code entry} ends when it stands at {@code at}, or {@code at}. */
  static int end(byte[] bytes, int at, int to, Entry entry) {
    int i = at;
    for (byte letter : entry.word) {
      int b = i < to ? bytes[i] : 0;
      if (letter == '+') {
        i += b == ' ' || b == '_' || b == '-' ? 1 : 0;
      } else if (Ascii.lower(b) == letter) {
        i++;
      } else {
        return at;
      }
    }
    if (entry.open) {
      while (i < to && (Ascii.isLetter(bytes[i]) || bytes[i] < 0)) {
        if (Ascii.isLower(bytes[i - 1]) && Ascii.isUpper(bytes[i])) {
          break;
        }
        i++;
      }
      return i;
    }
    return endsWord(bytes, i, to) ? i : at;
  }

  private static boolean endsWord(byte[] bytes, int at, int to) {
    if (at >= to) {
      return true;
    }
    byte next = bytes[at];
    if (next < 0) {
      return !joins(next) || (!Ascii.isLetter(bytes[at - 1]) && !joins(bytes[at - 2]));
    }
    return !Ascii.isLetter(next)
        || !Ascii.isLetter(bytes[at - 1])
        || (Ascii.isLower(bytes[at - 1]) && Ascii.isUpper(next));
  }

  /** Whether {@code lead} begins a letter of an alphabet with words, Latin to Cyrillic. */
  static boolean joins(byte lead) {
    int b = lead & 0xFF;
    return b >= 0xC3 && b <= 0xD4;
  }
}
