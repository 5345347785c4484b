package io.github.grokvideo.internal.camel.budget;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.GrokVideoBudget;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.BudgetWindow;

/** Reads the option {@code budgets}: budgets as text. */
final class BudgetText {

    static final String SYNTAX = "NAME: AMOUNT [CURRENCY] [per hour|day|week|month|ever] [in TIMEZONE] [notify at 80%]"
                                 + " [unknown AMOUNT] [for EXPRESSION|route|model|provider|user], separated by semicolons";

    private static final Pattern BUDGET = Pattern.compile("([^:]*):(.*)", Pattern.DOTALL);
    private static final int MAX_SHOWN = 200;

    private BudgetText() {
    }

    /**
     * @param  text                     of the option; blank or {@code null} for none
     * @throws IllegalArgumentException if it cannot be read
     */
    static List<GrokVideoBudget> read(String text) {
        List<GrokVideoBudget> budgets = new ArrayList<>();
        for (String one : split(text == null ? "" : text, c -> c == ';')) {
            budgets.add(readOne(one.strip()));
        }
        return budgets;
    }

    // what is in braces is an expression, and stays whole; without blank parts
    private static List<String> split(String text, IntPredicate separator) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
            if (depth == 0 && separator.test(c)) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts.stream().filter(part -> !part.isBlank()).toList();
    }

    private static GrokVideoBudget readOne(String text) {
        Matcher named = BUDGET.matcher(text);
        if (!named.matches()) {
            throw invalid(text, "there is no colon after a name");
        }
        GrokVideoBudget budget = new GrokVideoBudget();
        budget.setName(named.group(1).strip());
        Deque<String> words = new ArrayDeque<>(split(named.group(2), Character::isWhitespace));
        budget.setAmount(number(text, words, "an amount"));
        if (!words.isEmpty() && words.peek().matches("(?i)(?!per|for)[a-z]{3}")) {
            budget.setCurrency(words.poll());
        }
        while (!words.isEmpty()) {
            readClause(text, words, budget);
        }
        return budget;
    }

    private static void readClause(String text, Deque<String> words, GrokVideoBudget budget) {
        String word = words.poll();
        switch (word.toLowerCase(Locale.ROOT)) {
            case "for" -> budget.setScope(next(text, words, "a scope after for"));
            case "per" -> budget.setWindow(window(text, next(text, words, "a window after per")));
            case "in" -> budget.setTimeZone(next(text, words, "a time zone after in"));
            case "unknown" -> budget.setUnknownPrice(unknownPrice(text, words, budget));
            case "notify" -> budget.setNotifyAt(shares(text, words));
            default -> throw invalid(text, "'" + word + "' is not known");
        }
    }

    private static BudgetWindow window(String text, String name) {
        return Arrays.stream(BudgetWindow.values()).filter(window -> window.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> invalid(
                        text, "the window '" + name + "' is unknown, expected hour, day, week, month or ever"));
    }

    private static Double unknownPrice(String text, Deque<String> words, GrokVideoBudget budget) {
        Double amount = number(text, words, "an amount after unknown");
        if (!words.isEmpty() && words.peek().matches("[A-Z]{3}")) {
            String currency = words.poll();
            if (!currency.equalsIgnoreCase(budget.getCurrency())) {
                throw invalid(text,
                        "it has amounts in " + budget.getCurrency() + " and in " + currency + ", expected one currency");
            }
        }
        return amount;
    }

    private static String shares(String text, Deque<String> words) {
        if (!"at".equalsIgnoreCase(next(text, words, "at after notify"))) {
            throw invalid(text, "notify is not followed by at");
        }
        StringBuilder shares = new StringBuilder(next(text, words, "a share after notify at"));
        while (!words.isEmpty() && words.peek().matches("[,%0-9].*")) {
            shares.append(words.poll());
        }
        return shares.toString();
    }

    private static Double number(String text, Deque<String> words, String what) {
        String number = next(text, words, what);
        if (!number.matches("[-+]?[0-9]+(\\.[0-9]+)?")) {
            throw invalid(text, "'" + number + "' is not " + what);
        }
        return Double.valueOf(number);
    }

    private static String next(String text, Deque<String> words, String what) {
        String word = words.poll();
        if (word == null) {
            throw invalid(text, what + " is missing");
        }
        return word;
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException(
                "Option budgets: invalid value '" + UntrustedText.sanitize(text, MAX_SHOWN) + "': " + why + "; expected "
                                            + SYNTAX);
    }
}
