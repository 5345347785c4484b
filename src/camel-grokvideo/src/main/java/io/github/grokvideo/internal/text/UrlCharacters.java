package io.github.grokvideo.internal.text;

/** The classes of ASCII characters that URLs are made of. */
final class UrlCharacters {

    private UrlCharacters() {
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
