package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.Label;

class HomePathsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cd «/home/alice»/x",
        "\"«/Users/bob»\"",
        "«C:\\Users\\carol»\\f",
        "«C:\\\\Users\\\\carol»\\\\f",
        "«C:/Users/dave».",
        "«c:\\users\\dan»\\y",
        "/mnt/c«/Users/eve»",
        "/c«/Users/eve»/x /cygdrive/d«/Users/eve»",
        "/var«/home/u1» /export«/home/u2» /usr«/home/u3»",
        "file://«/home/frank», sqlite:///«/home/frank»/x",
        "«C:\\Users\\Jane Doe»\\Desktop",
        "\"\\«/home\\/greg»\\/x\"",
        "gcc -I«/home/hal»/include",
        "PATH=«/home/a»/bin:«/home/b»/bin",
        "me:«/home/ivo.b»,",
        "路径«/home/张伟»/x",
        "a\\n«/home/kim»"
      })
  void endsBehindTheNameOfTheUser(String marked) {
    assertThat(MarkedSecrets.found(Label.HOME_PATH, MarkedSecrets.text(marked))).isEqualTo(marked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop/home/garden",
        "/scim/v2/Users/ID",
        "/home/$USER/x",
        "/home/<user>",
        "/home/{user}/x",
        "C:\\Users\\Public\\x",
        "/Users/Shared/",
        "C:\\Users\\All Users\\x",
        "/home/123/",
        "/Users/123e4567-e89b-12d3-a456-426614174000",
        "C:\\Users\\%USERNAME%",
        "GET /home/about",
        "href=\"/home/about\"",
        "\"/home/index.html\"",
        "/home/.. /home/.",
        "/home/*/x /homepage/x",
        "./home/alice",
        "/home/USERNAME",
        "/home/username",
        "C:\\Users\\"
      })
  void leavesWebPagesAndFoldersOfNobody(String marked) {
    assertThat(MarkedSecrets.found(Label.HOME_PATH, MarkedSecrets.text(marked))).isEqualTo(marked);
  }
}
