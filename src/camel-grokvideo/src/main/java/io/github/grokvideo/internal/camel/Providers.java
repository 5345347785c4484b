package io.github.grokvideo.internal.camel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoProvider;

/**
 * The options of an endpoint once for each of its providers, as if it had no other. API keys and addresses are listed
 * in the order of the providers; what is missing has its default, so that no provider is sent the key of another.
 */
public final class Providers {

    private static final String SEPARATOR = ",";
    private static final List<String> KNOWN = Arrays.stream(GrokVideoProvider.values()).map(Enum::name).toList();

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
            // an address may have a comma; a key has none, and none is to be sent those of others
            entries("apiKey", configuration.getApiKey(), names);
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

    /**
     * Where a URI names other providers than the component, which has the key and the address of several: gives each
     * what the component has for it, so that none is sent the key of another.
     *
     * @param own     the component's options, before those of the URI replace them
     * @param options of the URI
     */
    public static void inherit(GrokVideoConfiguration own, Map<String, Object> options) {
        if (!(options.get("provider") instanceof String provider) || provider.isBlank()) {
            return;
        }
        List<String> names = names(provider);
        if (names.size() == 1 && names(own.getProvider()).size() == 1) {
            return;
        }
        List<GrokVideoConfiguration> inherited = each(own);
        String keys = of(names, inherited, GrokVideoConfiguration::getApiKey);
        String urls = of(names, inherited, GrokVideoConfiguration::getBaseUrl);
        own.setApiKey(keys);
        own.setBaseUrl(urls);
    }

    private static String of(
            List<String> names, List<GrokVideoConfiguration> inherited, Function<GrokVideoConfiguration, String> option) {
        String list = names.stream()
                .map(name -> inherited.stream().filter(one -> one.getProvider().equals(name)).map(option)
                        .filter(Objects::nonNull).findFirst().orElse(""))
                .collect(Collectors.joining(SEPARATOR));
        return list.replace(SEPARATOR, "").isEmpty() ? null : list;
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
        List<String> names = Arrays.stream(option.split(SEPARATOR, -1)).map(name -> name.trim().toLowerCase(Locale.ROOT))
                .toList();
        if (names.size() == 1 && !KNOWN.contains(names.get(0))) {
            throw OptionRules.invalid("Option provider", option.trim(), "one of " + KNOWN);
        }
        if (!KNOWN.containsAll(names) || names.stream().distinct().count() < names.size()) {
            throw OptionRules.invalid(
                    "Option provider", option.trim(), "each of " + KNOWN + " at most once, separated by commas");
        }
        return names;
    }

    // one for each provider, null for one that is not set; a message must not repeat a key
    private static List<String> entries(String option, String value, List<String> names) {
        List<String> entries = value == null ? new ArrayList<>() : new ArrayList<>(Arrays.asList(value.split(SEPARATOR, -1)));
        if (entries.size() > names.size()) {
            String expected = names.size() == 1
                    ? "one, for provider=" + names.get(0)
                    : "at most one for each of " + names.size() + " providers (" + String.join(", ", names)
                      + "), in their order";
            throw new IllegalArgumentException("Option " + option + ": " + entries.size() + " entries, expected " + expected);
        }
        while (entries.size() < names.size()) {
            entries.add(null);
        }
        entries.replaceAll(entry -> entry == null || entry.isBlank() ? null : entry.trim());
        return entries;
    }
}
