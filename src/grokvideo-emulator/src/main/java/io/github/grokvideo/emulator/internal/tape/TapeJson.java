package io.github.grokvideo.emulator.internal.tape;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.Json;

/** The JSON of a tape's files. */
final class TapeJson {

    /** What is wrong with a file, as a clause for the end of a sentence. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String problem) {
            super(problem);
        }
    }

    private static final Pattern MEDIA_FILE = Pattern.compile("[0-9a-f]{64}\\.[a-z0-9]{1,8}");

    private TapeJson() {
    }

    /** Whether a name is a SHA-256 with an extension. */
    static boolean isMediaFile(String name) {
        return MEDIA_FILE.matcher(name).matches();
    }

    static ObjectNode write(TapeEntry entry) {
        RequestContent content = entry.content();
        ObjectNode json = Json.object().put("api", word(content.api())).put("operation", word(content.operation()))
                .put("method", content.method()).put("path", content.path());
        if (content.body() != null) {
            json.set("request", content.body());
        }
        if (!entry.submissions().isEmpty()) {
            ArrayNode submissions = json.putArray("submissions");
            entry.submissions().forEach(submission -> submissions.add(write(submission)));
        }
        putAnswers(json, "answers", entry.answers());
        return json;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode write(Submission submission) {
        ObjectNode json = Json.object();
        putAnswers(json, "answers", submission.answers());
        TapeJob job = submission.job();
        if (job != null) {
            ObjectNode member = json.putObject("job").put("id", job.id()).put("acceptedAt", job.acceptedAt().toString());
            putAnswers(member, "polls", job.polls());
            putAnswers(member, "cancels", job.cancels());
            if (!job.media().isEmpty()) {
                ArrayNode media = member.putArray("media");
                job.media().forEach(medium -> media.add(write(medium)));
            }
        }
        return json;
    }

    private static ObjectNode write(TapeMedium medium) {
        ObjectNode json = Json.object().put("host", medium.host());
        if (medium.content() != null) {
            json.put("file", medium.content().file()).put("contentType", medium.content().contentType())
                    .put("bytes", medium.content().bytes());
        }
        putAnswers(json, "failures", medium.failures());
        return json;
    }

    private static void putAnswers(ObjectNode json, String name, List<TapeAnswer> answers) {
        if (!answers.isEmpty()) {
            ArrayNode array = json.putArray(name);
            answers.forEach(answer -> array.add(write(answer)));
        }
    }

    private static ObjectNode write(TapeAnswer answer) {
        ObjectNode json = Json.object().put("after", answer.after()).put("took", answer.took());
        if (answer.isCut()) {
            return json.put("cut", true);
        }
        json.put("status", answer.status());
        if (!answer.headers().isEmpty()) {
            ObjectNode headers = json.putObject("headers");
            answer.headers().forEach(headers::put);
        }
        if (answer.json() != null) {
            json.set("body", answer.json());
        } else if (answer.text() != null) {
            json.put("text", answer.text());
        }
        return json;
    }

    static TapeEntry readEntry(JsonNode json) throws DamagedException {
        String path = text(json, "path");
        JsonNode body = json.get("request");
        TapeEntry entry = new TapeEntry(
                new RequestContent(
                        constant(Api.values(), text(json, "api"), "api"),
                        constant(Operation.values(), text(json, "operation"), "operation"), text(json, "method"), path,
                        // hand-made changes may be in any order
                        body == null ? null : RequestContent.sorted(body)));
        for (JsonNode submission : array(json, "submissions")) {
            entry.submissions().add(readSubmission(submission));
        }
        addAnswers(json, "answers", entry.answers()::add);
        if (entry.submissions().isEmpty() && entry.answers().isEmpty()) {
            throw new DamagedException("has neither submissions nor answers");
        }
        return entry;
    }

    private static <E extends Enum<E>> E constant(E[] all, String word, String name) throws DamagedException {
        return Stream.of(all).filter(constant -> word(constant).equals(word)).findFirst()
                .orElseThrow(() -> new DamagedException("has the unknown " + name + " '" + word + "'"));
    }

    private static Submission readSubmission(JsonNode json) throws DamagedException {
        Submission submission = new Submission();
        addAnswers(json, "answers", submission.answers()::add);
        if (json.has("job")) {
            submission.job(readJob(json.get("job")));
        } else if (submission.answers().isEmpty()) {
            throw new DamagedException("has a submission with neither answers nor a job");
        }
        return submission;
    }

    private static TapeJob readJob(JsonNode json) throws DamagedException {
        Instant acceptedAt;
        try {
            acceptedAt = Instant.parse(text(json, "acceptedAt"));
        } catch (DateTimeException e) {
            throw new DamagedException("has an acceptedAt that is not a time like 2026-11-27T10:15:30Z");
        }
        TapeJob job = new TapeJob(text(json, "id"), acceptedAt);
        addAnswers(json, "polls", job.polls()::add);
        addAnswers(json, "cancels", job.cancels()::add);
        for (JsonNode medium : array(json, "media")) {
            job.media().add(readMedium(medium));
        }
        return job;
    }

    private static TapeMedium readMedium(JsonNode json) throws DamagedException {
        TapeMedium medium = new TapeMedium(text(json, "host"));
        addAnswers(json, "failures", medium.failures()::add);
        if (json.has("file")) {
            String file = text(json, "file");
            if (!isMediaFile(file)) {
                throw new DamagedException("has the file '" + file + "', which is not a SHA-256 with an extension");
            }
            medium.content(new TapeMedium.Content(file, text(json, "contentType"), number(json, "bytes")));
        }
        return medium;
    }

    private static void addAnswers(JsonNode json, String name, Consumer<TapeAnswer> target) throws DamagedException {
        for (JsonNode answer : array(json, name)) {
            target.accept(readAnswer(answer));
        }
    }

    private static TapeAnswer readAnswer(JsonNode json) throws DamagedException {
        long after = number(json, "after");
        long took = number(json, "took");
        if (json.path("cut").asBoolean()) {
            return TapeAnswer.cut(after, took);
        }
        long status = number(json, "status");
        if (status < 100 || status > 599) {
            throw new DamagedException("has the status " + status + ", which is not one of HTTP");
        }
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> header : json.path("headers").properties()) {
            headers.put(header.getKey(), text(json.get("headers"), header.getKey()));
        }
        return new TapeAnswer(
                after, took, (int) status, headers, json.get("body"), json.has("text") ? text(json, "text") : null);
    }

    private static String text(JsonNode json, String name) throws DamagedException {
        if (!json.path(name).isTextual()) {
            throw new DamagedException(lacks(json, name, "a string"));
        }
        return json.get(name).textValue();
    }

    private static long number(JsonNode json, String name) throws DamagedException {
        JsonNode number = json.path(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw new DamagedException(lacks(json, name, "a whole number, not negative"));
        }
        return number.longValue();
    }

    private static JsonNode array(JsonNode json, String name) throws DamagedException {
        if (json.has(name) && !json.get(name).isArray()) {
            throw new DamagedException(lacks(json, name, "an array"));
        }
        return json.has(name) ? json.get(name) : Json.array();
    }

    private static String lacks(JsonNode json, String name, String expected) {
        return json.has(name) ? "has a member '" + name + "' that is not " + expected : "lacks the member '" + name + "'";
    }
}
