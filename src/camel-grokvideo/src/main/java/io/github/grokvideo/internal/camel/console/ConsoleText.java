package io.github.grokvideo.internal.camel.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Consumer;

import org.apache.camel.util.TimeUtils;
import org.apache.camel.util.json.JsonObject;

/** The text of the dev console: what its JSON says, for people. */
public final class ConsoleText {

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();

    private ConsoleText() {
    }

    /** @param component from {@link ConsoleJson} */
    public static String of(JsonObject component) {
        ConsoleText console = new ConsoleText();
        console.write(component);
        return console.text.toString();
    }

    private void write(JsonObject component) {
        line("Component: " + component.getString("name"));
        if (component.containsKey("started")) {
            line("Not started");
            return;
        }
        jobs(object(component, "jobs"));
        inFlight(object(component, "inFlight"));
        section("Gateways", list(component, "gateways"), this::gateway);
        section("Circuits (accounts not listed are closed)", list(component, "circuits"), this::circuit);
        section("Learned durations", list(component, "durations"), this::durations);
        webhooks(object(component, "webhooks"));
        JsonObject store = object(component, "store");
        line("Store: " + store.getString("kind") + (store.getBoolean("persistent") ? ", " : " (in memory), ") + state(store));
        section("Budgets", list(component, "budgets"), this::budget);
    }

    // jobs

    private void jobs(JsonObject jobs) {
        StringJoiner phases = new StringJoiner(", ", " (", ")").setEmptyValue("");
        object(jobs, "phases").forEach((phase, count) -> phases.add(count + " " + phase));
        line("Jobs under way: " + jobs.get("underWay") + phases);
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("ID", "PHASE", "STATUS", "AGE", "NEXT", "ROUTE", "PROVIDER", "GATEWAY"));
        list(jobs, "oldest").forEach(job -> table.add(List.of(
                text(job, "id"), text(job, "phase"), status(job), time(job, "ageMillis"), next(job), text(job, "routeId"),
                text(job, "provider"), text(job, "gateway"))));
        if (table.size() > 1) {
            table(table);
        }
        int more = jobs.getInteger("underWay") - (table.size() - 1);
        if (more > 0) {
            line(INDENT + more + " more, which are younger");
        }
    }

    private static String status(JsonObject job) {
        return text(job, "status") + (job.containsKey("progress") ? " " + job.get("progress") + " %" : "");
    }

    private static String next(JsonObject job) {
        if (job.containsKey("nextPollMillis")) {
            return "poll in " + time(job, "nextPollMillis");
        }
        return job.containsKey("nextAttemptMillis") ? "attempt in " + time(job, "nextAttemptMillis") : "-";
    }

    private void table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder cells = new StringBuilder(INDENT);
            for (int i = 0; i < columns; i++) {
                cells.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            line(cells.toString().stripTrailing());
        }
    }

    // limits

    private void inFlight(JsonObject inFlight) {
        line("In flight: "
             + (inFlight.containsKey("max")
                     ? inFlight.get("inFlight") + " of " + inFlight.get("max") + " (maxInFlight), " + inFlight.get("waiting")
                       + " wait for room"
                     : "any number"));
    }

    private void gateway(JsonObject gateway) {
        line(INDENT + gateway.get("gateway") + ": " + state(gateway)
             + (gateway.containsKey("pauseMillis") ? ", wants a pause of " + time(gateway, "pauseMillis") : ""));
        JsonObject submissions = object(gateway, "submissions");
        line(INDENT.repeat(2) + "submissions: " + rate(submissions) + ", " + submissions.get("waitingForPermit")
             + " wait for a permit, " + submissions.get("withoutResponse") + " without a response, "
             + submissions.get("waitingForOthers") + " wait for those");
        JsonObject polls = object(gateway, "statusRequests");
        line(INDENT.repeat(2) + "status requests: " + rate(polls) + ", " + polls.get("waitingForPermit") + " wait for a permit"
             + (polls.containsKey("lastMillisAgo") ? ", the last " + time(polls, "lastMillisAgo") + " ago" : ""));
    }

    private static String rate(JsonObject limited) {
        return limited.containsKey("perSecond")
                ? String.format(Locale.ROOT, "at most %.3g per second", limited.getDouble("perSecond")) : "any number";
    }

    private void circuit(JsonObject circuit) {
        line(INDENT + circuit.get("provider") + " " + circuit.get("gateway") + ": " + circuit.get("state") + " after "
             + circuit.get("failures") + " failures"
             + (circuit.containsKey("probeMillis") ? ", tried again in " + time(circuit, "probeMillis") : ""));
    }

    // durations

    private void durations(JsonObject kind) {
        StringJoiner name = new StringJoiner(" ", INDENT, ": ");
        for (String part : List.of("provider", "gateway", "model", "mode", "resolution")) {
            if (kind.containsKey(part)) {
                name.add(text(kind, part));
            }
        }
        if (kind.containsKey("videoSeconds")) {
            name.add(kind.get("videoSeconds") + " s");
        }
        line(name + "" + kind.get("jobs") + " jobs" + (kind.containsKey("histogram") ? histogram(kind) : ", too few"));
    }

    private static String histogram(JsonObject kind) {
        Collection<Double> shares = kind.getCollection("histogram");
        double most = shares.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        StringBuilder bars = new StringBuilder();
        shares.forEach(share -> bars.append(
                BARS.charAt((int) Math.round(share / Math.max(most, Double.MIN_NORMAL) * (BARS.length() - 1)))));
        StringBuilder quantiles = new StringBuilder();
        if (kind.containsKey("medianSeconds")) {
            quantiles.append(", half within ").append(kind.get("medianSeconds")).append(" s");
        }
        if (kind.containsKey("p90Seconds")) {
            quantiles.append(", 90 % within ").append(kind.get("p90Seconds")).append(" s");
        }
        return quantiles + ", 0 s " + bars + " " + kind.get("histogramSeconds") + " s";
    }

    // the rest

    private void webhooks(JsonObject webhooks) {
        line("Webhooks: " + (webhooks.containsKey("path")
                ? webhooks.get("path") + (webhooks.getBoolean("listening") ? ", listening" : ", not listening")
                : "no webhookPath"));
        list(webhooks, "gateways").forEach(gateway -> line(
                INDENT + gateway.get("gateway") + ": " + gateway.get("awaited") + " jobs are to be reported, webhooks "
                                                           + (gateway.getBoolean("arriving") ? "arrive" : "do not arrive")));
    }

    private void budget(JsonObject budget) {
        line(INDENT + budget.get("name") + ": " + budget.get("amount") + " " + budget.get("currency") + " per "
             + budget.getString("window").toLowerCase(Locale.ROOT) + (budget.getBoolean("known") ? "" : ", not known now"));
        if (!budget.getBoolean("known")) {
            return;
        }
        for (JsonObject scope : list(budget, "scopes")) {
            line(INDENT.repeat(2) + (scope.containsKey("scope") ? scope.get("scope") + ": " : "") + "spent "
                 + scope.get("spent") + ", reserved " + scope.get("reserved") + ", left " + scope.get("left")
                 + (scope.containsKey("until") ? " until " + scope.get("until") : ""));
        }
        int more = budget.getInteger("scopeCount") - list(budget, "scopes").size();
        if (more > 0) {
            line(INDENT.repeat(2) + more + " more scopes, of which less is used");
        }
    }

    // pieces

    private void section(String title, List<JsonObject> entries, Consumer<JsonObject> writer) {
        if (!entries.isEmpty()) {
            line(title + ":");
            entries.forEach(writer);
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String state(JsonObject part) {
        return part.get("state") + (part.containsKey("problem") ? " (" + part.get("problem") + ")" : "");
    }

    private static JsonObject object(JsonObject parent, String name) {
        return (JsonObject) parent.get(name);
    }

    private static List<JsonObject> list(JsonObject parent, String name) {
        return parent.getCollection(name).stream().map(JsonObject.class::cast).toList();
    }

    private static String text(JsonObject part, String name) {
        return part.containsKey(name) ? String.valueOf(part.get(name)) : "-";
    }

    private static String time(JsonObject part, String name) {
        return TimeUtils.printDuration(part.getLong(name), true);
    }
}
