package io.github.grokvideo.internal.text;

/** Makes text from outside safe for a log line or a message: no line breaks, no control characters, limited length. */
public final class UntrustedText {

    private UntrustedText() {
    }

    /**
     * @param  text      the text; {@code null} becomes {@code ""}
     * @param  maxLength the maximum number of characters; what is cut off is replaced by three dots
     * @return           the text with every control and format character replaced by a space; the same object if it is
     *                   safe
     */
    public static String sanitize(String text, int maxLength) {
        if (text == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(Math.min(text.length(), maxLength) + 3);
        for (int i = 0; i < text.length(); i++) {
            if (kept.length() >= maxLength) {
                return kept.append("...").toString();
            }
            char c = text.charAt(i);
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c) || type == Character.FORMAT || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            kept.append(hidden ? ' ' : c);
        }
        return text.contentEquals(kept) ? text : kept.toString();
    }
}
