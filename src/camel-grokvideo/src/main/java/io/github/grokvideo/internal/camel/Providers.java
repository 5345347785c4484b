package io.github.grokvideo.internal.camel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoProvider;

/**
 * The options of an endpoint once for each of its providers, as if it had no other. API keys and addresses are listed
 * in the order of the providers; what is missing has its default, so that no provider is sent the key of another.
 */
public final class Providers {

    private static final String SEPARATOR = ",";

    private Providers() {
    }

    /**
     * @return                          at least one, in the order of preference
     * @throws IllegalArgumentException if a provider is unknown or named twice, or if there are more keys or addresses
     *                                  than providers
     */
    public static List<GrokVideoConfiguration> each(GrokVideoConfiguration configuration) {
        List<String> names = names(configuration.getProvider());
        if (names.size() == 1) {
            return List.of(of(configuration, names.get(0), configuration.getApiKey(), configuration.getBaseUrl()));
        }
        List<String> keys = entries("apiKey", configuration.getApiKey(), names);
        List<String> urls = entries("baseUrl", configuration.getBaseUrl(), names);
        List<GrokVideoConfiguration> each = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            each.add(of(configuration, names.get(i), keys.get(i), urls.get(i)));
        }
        return List.copyOf(each);
    }

    private static GrokVideoConfiguration of(GrokVideoConfiguration all, String name, String apiKey, String baseUrl) {
        GrokVideoConfiguration one = all.copy();
        one.setProvider(name);
        one.setApiKey(apiKey);
        one.setBaseUrl(baseUrl);
        return one;
    }

    /** The names in an option, in their order. */
    static List<String> names(String option) {
        if (option == null || option.isBlank()) {
            return List.of(GrokVideoProvider.lumenfall.name());
        }
        List<String> names = Arrays.stream(option.split(SEPARATOR, -1)).map(Providers::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw OptionRules.invalid("Option provider", option, "each provider once");
        }
        return names;
    }

    private static String name(String entry) {
        String name = entry.trim().toLowerCase(Locale.ROOT);
        if (Arrays.stream(GrokVideoProvider.values()).noneMatch(known -> known.name().equals(name))) {
            throw OptionRules.invalid(
                    "Option provider", entry.trim(), "one of " + Arrays.toString(GrokVideoProvider.values()));
        }
        return name;
    }

    // one for each provider, null for one that is not set; a message must not repeat a key
    private static List<String> entries(String option, String value, List<String> names) {
        List<String> entries = value == null ? new ArrayList<>() : new ArrayList<>(Arrays.asList(value.split(SEPARATOR, -1)));
        if (entries.size() > names.size()) {
            throw new IllegalArgumentException(
                    "Option " + option + ": " + entries.size() + " entries, expected at most one for each of "
                                               + names.size() + " providers (" + String.join(", ", names)
                                               + "), in their order");
        }
        while (entries.size() < names.size()) {
            entries.add(null);
        }
        entries.replaceAll(entry -> entry == null || entry.isBlank() ? null : entry.trim());
        return entries;
    }
}
