package io.github.grokvideo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.util.json.JsonObject;

import static org.awaitility.Awaitility.await;

/** Routes whose jobs stay under way, as an operator sees them. */
abstract class WaitingJobsTestSupport extends EmulatorTestSupport {

    static final String PROMPT = "canary-prompt of a secret film";

    /** Starts jobs that do not end, one after the other, and waits until the gateway has said that they run. */
    List<String> start(int count, String uri) {
        gateway.faults().always(Operation.CREATE, Fault.neverFinish());
        for (int i = 0; i < count; i++) {
            int accepted = gateway.jobs().count();
            waiting.add(template.asyncSend(uri, exchange -> exchange.getMessage().setBody(PROMPT)));
            await().until(() -> gateway.jobs().count() > accepted);
        }
        List<String> ids = gateway.jobs().all().stream().map(VideoJob::id).toList();
        await().until(() -> ids.stream().allMatch(id -> component().jobStatus(id).equals("RUNNING")));
        return ids;
    }

    final List<CompletableFuture<Exchange>> waiting = new ArrayList<>();

    GrokVideoComponent component() {
        return context.getComponent("grokvideo", GrokVideoComponent.class);
    }

    private DevConsole console() {
        DevConsoleRegistry registry = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        return registry.resolveById("grokvideo");
    }

    String text(String... options) {
        return (String) console().call(DevConsole.MediaType.TEXT, options(options));
    }

    /** What the console says of the only component. */
    JsonObject json(String... options) {
        JsonObject all = (JsonObject) console().call(DevConsole.MediaType.JSON, options(options));
        return (JsonObject) all.getCollection("components").iterator().next();
    }

    private static Map<String, Object> options(String... options) {
        return options.length == 0 ? Map.of() : Map.of(options[0], options[1]);
    }

    static JsonObject object(JsonObject json, String... names) {
        JsonObject part = json;
        for (String name : names) {
            part = (JsonObject) part.get(name);
        }
        return part;
    }

    static List<JsonObject> list(JsonObject json, String name) {
        return json.getCollection(name).stream().map(JsonObject.class::cast).toList();
    }
}
