package io.github.grokvideo.internal.text;

/**
 * Makes text that somebody else wrote fit for a log line or a message: no line breaks, no control codes, not too long.
 */
public final class UntrustedText {

    private UntrustedText() {
    }

    /**
     * @param  text what was received; {@code null} gives {@code ""}
     * @param  most how many characters to keep
     * @return      the text with every control and format character replaced by a space
     */
    public static String printable(String text, int most) {
        if (text == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), most) + 3);
        for (int i = 0; i < text.length(); i++) {
            if (kept.length() >= most) {
                return kept.append("...").toString();
            }
            char c = text.charAt(i);
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c) || type == Character.FORMAT || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            kept.append(hidden ? ' ' : c);
        }
        return kept.toString();
    }
}
