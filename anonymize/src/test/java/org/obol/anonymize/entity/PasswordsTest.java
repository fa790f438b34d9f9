package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

class PasswordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DATABASE_URL=\"postgresql://admin:«Sup3rS3cret»@10.0.0.5/app\"",
        "redis://:«pa55w»@h:6379",
        "mongodb+srv://u:«p%40ss»@c.mongodb.net/?x=1",
        "ftp://a:«b@c»@d.com/x",
        "amqp://guest:«guest»@rabbit",
        "smtp://bob@gmail.com:«abcd1234»@smtp.gmail.com"
      })
  void findsPasswordsInUrls(String marked) {
    assertThat(MarkedSecrets.found(Label.PASSWORD, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DB_PASSWORD=«hunter2»",
        "POSTGRES_PASSWORD: «s3cr3t!»",
        "password = \"«correct horse»\"",
        "passwd: «P@ssword»,",
        "?password=«hunter2»&user=x",
        "Server=x;Password=«hunt,er2»;Database=y",
        "Password: `«abc123»`",
        "**Password:** «Tr0ub4dor&3»",
        "$config['db_password'] = '«k33p»';",
        "{\"password\": \"«letmein»\"}",
        "{\\\"password\\\": \\\"«letme1n»\\\"}",
        "'password' => '«zxcvbn9»',",
        "export PGPASSWORD=«abc123»",
        "{ user: \"me\", pass: \"«x1y2z3»\" }",
        "smtp_pass=«qwerty12»",
        "dbPass: '«winter»'",
        "passphrase: \"«correct horse battery staple»\"",
        "(pwd: «abc123»)",
        "Your password: \"«blue-horse-42»\"!",
        "password=\"«a\\\"b1»\"",
        "x.password   =   «pa55word»",
        "password := \"«s3cr3t»\"",
        "<password>x</password> password=«hunter2»</p>",
        "password: «123456»"
      })
  void findsAssignedPasswords(String marked) {
    assertThat(MarkedSecrets.found(Label.PASSWORD, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run --password «s3cret1» now",
        "run --password=«hunter2»",
        "--db-password '«abc def9»'",
        "--passphrase \"«foo_bar9»\"",
        "curl --proxy-password «ab12!»"
      })
  void findsPasswordsOfFlags(String marked) {
    assertThat(MarkedSecrets.found(Label.PASSWORD, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: string, x",
        "password: must have 8 letters",
        "password=os.environ[\"X\"]",
        "getenv(\"DB_PASSWORD\")",
        "password = getpass()",
        "password: Optional[str] = None",
        "password: true",
        "password=None",
        "password: $PW",
        "password=\"${PW}\"",
        "password='{{ pw }}'",
        "password=%s1 or %(password)s",
        "password: 8-64 characters",
        "Password: Required!",
        "password: String!",
        "password = req.body.password1;",
        "password=<PASSWORD_1f2e>",
        "password: ********",
        "password == \"abc123\"",
        "password != \"abc123\"",
        "Password::make('x1')",
        "PWD=/home_dir/x1",
        "OLDPWD=abc123",
        "show_password=1",
        "type=\"password\" name=\"x1\"",
        "password: 'Enter your password'",
        "\"password\": \"Password must be 8 characters\"",
        "'password' => 'required|min:8'",
        "password: env('DB_PASS1'),",
        "password: >-",
        "\"password_hash\": \"x1y2\"",
        "bypass=abc1 compass: n0rth pass: 12/15 pass=1",
        "password: !Ref DbPass1 x",
        "password: new-password",
        "password: \"changeme\"",
        "--password-stdin x1y2",
        "--password --user x1y2",
        "-- password x1y2",
        "http://localhost:8080/x",
        "http://bob@host:8080/",
        "amqp://u:$PASS@h",
        "https://x:{pw}@h",
        "https://u:<PASSWORD_1>@h",
        "postgres://USER:PASSWORD@h",
        "ssh://git@h.com:22/x",
        "http://[::1]:80/a@b.com",
        "scheme://[user:passwd@]host",
        "password = \":****\""
      })
  void leavesTypesCallsVariablesTemplatesAndProse(String marked) {
    assertThat(MarkedSecrets.found(Label.PASSWORD, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @CsvSource({
    "password, «hunter2»",
    "DB_PASSWORD, «correct horse»",
    "userPwd, «letmein»",
    "passphrase, «blue horse battery»",
    "smtp_pass, «winter»",
    "pass, «w1nter»",
    "pass, winter",
    "password, ${PW}",
    "password, string",
    "password, false",
    "password, Enter your password",
    "password, <PASSWORD_1>",
    "password, ********",
    "password, ''",
    "compass, n0rth",
    "name, hunter2",
    "Authorization, «Bearer abcd1234»",
    "Authorization, «Basic dXNlcjpwYXNz»",
    "Authorization, Bearer",
    "AccountKey, x",
    "SecretAccessKey, «wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»"
  })
  void takesWholeValuesOfKeysThatSayPassword(String key, String marked) {
    assertThat(MarkedSecrets.keyed(key, MarkedSecrets.text(marked))).isEqualTo(marked);
  }
}
