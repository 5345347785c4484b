package io.github.grokvideo.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a {@link GatewayEmulator} for the tests of a class, and {@linkplain GatewayEmulator#reset resets} it before each
 * test.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();
 * }</pre>
 *
 * In a static field, it runs from before the class's own set-up until the end of the class; in an instance field, it is
 * started for each test. Test methods can have a parameter of type {@link GatewayEmulator}.
 * <p>
 * Unless it is given a builder, videos are {@linkplain GatewayEmulator.Builder#tiny tiny}, jobs are queued for 20 ms
 * and in progress for 50 ms.
 */
public final class GrokVideoEmulatorExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private static final String RECORD = "grokvideo.emulator.record";
    private static final String RECORD_VARIABLE = "GROKVIDEO_EMULATOR_RECORD";
    private static final double TAPE_SPEED = 100;

    private final GatewayEmulator emulator;
    private boolean started;
    private boolean startedForClass;

    /** Creates an extension for fast tests: tiny videos, jobs of 70 ms. */
    public GrokVideoEmulatorExtension() {
        this(GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(20)).renderTime(Duration.ofMillis(50)));
    }

    /** Creates an extension with other options. */
    public GrokVideoEmulatorExtension(GatewayEmulator.Builder builder) {
        this.emulator = builder.build();
    }

    /**
     * Creates an extension that replays a tape at a hundred times its speed; each test begins at its start. With the
     * JVM property {@code grokvideo.emulator.record=true}, or the environment variable
     * {@code GROKVIDEO_EMULATOR_RECORD=true}, the tests run against the real gateway instead, at its speed and prices,
     * and record the tape.
     * <p>
     * A test fails if one of its requests is not on the tape, even if the code under test hides that.
     *
     * @see EmulatorOptions#tape
     */
    public static GrokVideoEmulatorExtension tape(Path folder) {
        String given = System.getProperty(RECORD, System.getenv().getOrDefault(RECORD_VARIABLE, "false"));
        if (!given.equalsIgnoreCase("true") && !given.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(RECORD + " is '" + given + "', but must be true or false");
        }
        return new GrokVideoEmulatorExtension(
                GatewayEmulator.builder().tape(folder).tapeSpeed(TAPE_SPEED).record(Boolean.parseBoolean(given)));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
        startedForClass = true;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        start();
        emulator.reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> misses = emulator.hasTape() ? emulator.tape().misses() : List.of();
        if (!startedForClass) {
            close();
        }
        if (!misses.isEmpty()) {
            AssertionError error = new AssertionError(String.join("; ", misses));
            context.getExecutionException().ifPresentOrElse(thrown -> thrown.addSuppressed(error), () -> {
                throw error;
            });
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        startedForClass = false;
        close();
    }

    private synchronized void start() {
        if (!started) {
            emulator.start();
            started = true;
        }
    }

    private synchronized void close() {
        if (started) {
            started = false;
            emulator.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GatewayEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return emulator();
    }

    /** Returns the emulator, and starts it if JUnit has not done so yet. */
    public GatewayEmulator emulator() {
        start();
        return emulator;
    }

    /** {@link GatewayEmulator#baseUrl}. */
    public String baseUrl() {
        return emulator().baseUrl();
    }

    /** {@link GatewayEmulator#openAiBaseUrl}. */
    public String openAiBaseUrl() {
        return emulator().openAiBaseUrl();
    }

    /** {@link GatewayEmulator#xaiBaseUrl}. */
    public String xaiBaseUrl() {
        return emulator().xaiBaseUrl();
    }

    /** {@link GatewayEmulator#mediaUrl}. */
    public String mediaUrl() {
        return emulator().mediaUrl();
    }

    /** {@link GatewayEmulator#apiKey}. */
    public String apiKey() {
        return emulator.apiKey();
    }

    /** {@link GatewayEmulator#ledger}. */
    public Ledger ledger() {
        return emulator.ledger();
    }

    /** {@link GatewayEmulator#requests}. */
    public RequestLog requests() {
        return emulator.requests();
    }

    /** {@link GatewayEmulator#mediaRequests}. */
    public RequestLog mediaRequests() {
        return emulator.mediaRequests();
    }

    /** {@link GatewayEmulator#faults}. */
    public Faults faults() {
        return emulator.faults();
    }

    /** {@link GatewayEmulator#jobs}. */
    public Jobs jobs() {
        return emulator().jobs();
    }

    /** {@link GatewayEmulator#tape}. */
    public Tape tape() {
        return emulator().tape();
    }

    /** {@link GatewayEmulator#webhooks}. */
    public Webhooks webhooks() {
        return emulator().webhooks();
    }
}
