package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

class EmailsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail «bob@example.com». Or «jane.o'neil@mail.co.uk», <«x@y.org»>",
        "邮箱是«zhang@example.com»谢谢",
        "ユーザー«bob@x.com»です",
        "почта «иван@пример.рф», «josé.a@x.fr»",
        "u'«bob@x.org»' '«d'angelo@x.it»'",
        "\\n«bob@x.org»\\nnext \\u003c«al@x.org»\\u003e",
        "«bob@x.com».Thanks",
        "_«bob@x.com»_ **«al@x.com»**",
        "mailto:«bob+tag@sub.example-site.museum»?subject=x",
        "«o'5x@example.ie» x='«5x@example.ie»'",
        "«1234@qq.com» «bob@163.com» «bob@xn--e1afmkfd.xn--p1ai»",
        "https://api.x.com/users/«bob@example.com»?mail=«al@x.com»&b=1",
        "smtp://«bob@gmail.com»:abcd1234@smtp.gmail.com",
        "«bob@x.com»-2024"
      })
  void findsAddresses(String marked) {
    assertThat(MarkedSecrets.found(Label.EMAIL, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lodash@4.17.21",
        "uses: actions/checkout@v4.1.1",
        "pkg@1.2.3-beta.rc",
        "logo@2x.png",
        "x = W@x.T",
        "X@w.mean()",
        "git clone git@github.com:a/b",
        "deploy@forge.x.org:team/repo.git",
        "ssh://me@host.com",
        "https://u:p@ss@host.com/x",
        "@handle",
        "bob@localhost",
        "user@1000.service",
        "j***e@gmail.com",
        "$USER@x.com",
        "{{u}}@x.com",
        "${a}.b@x.com",
        "%USERNAME%@x.com",
        "<EMAIL_1>",
        "bob@-x.com bob@x..com bob.@x.com",
        "react@next.rc.1",
        "ssh-ed25519-cert-v01@openssh.com,hmac-sha2-256-etm@openssh.com"
      })
  void leavesWhatOnlyLooksLikeAnAddress(String marked) {
    assertThat(MarkedSecrets.found(Label.EMAIL, MarkedSecrets.text(marked))).isEqualTo(marked);
  }
}
