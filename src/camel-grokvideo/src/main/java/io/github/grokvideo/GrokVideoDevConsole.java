package io.github.grokvideo;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.grokvideo.internal.camel.console.ConsoleJson;
import io.github.grokvideo.internal.camel.console.ConsoleText;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Camel's dev console {@code grokvideo}: the jobs under way, what they wait for, and the state of gateways, webhooks,
 * job store and budgets. Found by Camel if {@code camel-console} is on the class path, and not loaded otherwise. Shows
 * no prompt, no secret and no URL of a video.
 */
@DevConsole(name = "grokvideo", displayName = "Grok Video", description = "Jobs under way, limits, webhooks, store and budgets")
public class GrokVideoDevConsole extends AbstractDevConsole {

    /** How many jobs, and how many scopes of a budget, are listed at most; the oldest jobs first. By default 100. */
    public static final String LIMIT = "limit";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;

    public GrokVideoDevConsole() {
        super("camel", "grokvideo", "Grok Video", "Jobs under way, limits, webhooks, store and budgets");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return json(options).getCollection("components").stream().map(JsonObject.class::cast).map(ConsoleText::of)
                .collect(Collectors.joining("\n"));
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        return json(options);
    }

    private JsonObject json(Map<String, Object> options) {
        int limit = limit(options.get(LIMIT));
        JsonArray components = new JsonArray();
        for (String name : new TreeSet<>(getCamelContext().getComponentNames())) {
            if (getCamelContext().hasComponent(name) instanceof GrokVideoComponent component) {
                components.add(ConsoleJson.of(name, component.runtime(), component.webhooks(), limit));
            }
        }
        JsonObject json = new JsonObject();
        json.put("components", components);
        return json;
    }

    private static int limit(Object option) {
        if (option == null) {
            return DEFAULT_LIMIT;
        }
        String text = option.toString().strip();
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "Option " + LIMIT + ": invalid value '" + text + "', expected a number from 0 to " + MAX_LIMIT);
        }
        return Integer.parseInt(text);
    }
}
