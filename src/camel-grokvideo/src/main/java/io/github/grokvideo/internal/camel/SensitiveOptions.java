package io.github.grokvideo.internal.camel;

import java.util.Locale;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;

/** Names the options that may hold a secret to Camel, which masks by name what it prints. */
public final class SensitiveOptions {

    private static final String NAMES = "requestheaders.,webhooksecret,webhookurl";
    private static final Pattern KEYED = Pattern.compile(
            "(?i)camel\\.component\\.[^.]+\\.(configuration\\.)?(request-?headers|parameters)[.\\[][^,]+");

    private SensitiveOptions() {
    }

    public static void register(CamelContext context) {
        ExtendedCamelContext extension = context.getCamelContextExtension();
        String known = extension.getAdditionalSensitiveKeywords();
        if (known == null || !known.contains(NAMES)) {
            StringJoiner all = new StringJoiner(",");
            if (known != null && !known.isBlank()) {
                all.add(known);
            }
            all.add(NAMES);
            // the start-up summary knows a property by what follows the last dot alone
            keyed(context.getPropertiesComponent().loadProperties(key -> KEYED.matcher(key).matches()), all);
            keyed(System.getProperties(), all);
            extension.setAdditionalSensitiveKeywords(all.toString());
        }
    }

    private static void keyed(Properties properties, StringJoiner all) {
        for (String key : properties.stringPropertyNames()) {
            if (KEYED.matcher(key).matches()) {
                String name = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).replace("-", "");
                // the whole of it is in no other option's name
                all.add("requestheaders." + name);
            }
        }
    }
}
