package io.github.grokvideo.emulator;

import java.math.BigDecimal;

import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.server.EmulatorServer;
import io.github.grokvideo.emulator.internal.server.EmulatorState;

/**
 * An emulator of the gateway on this machine, and of xAI's own API with the same jobs, clock, faults and ledger.
 *
 * <pre>{@code
 * try (GatewayEmulator emulator = GatewayEmulator.builder().tiny(true).build().start()) {
 *     // emulator.baseUrl(), emulator.apiKey()
 * }
 * }</pre>
 *
 * It listens on 127.0.0.1 only, on two ports: one for the APIs, and one for the host that videos are downloaded from.
 * Methods that return an address, {@link #jobs()}, {@link #webhooks()}, {@link #tape()} and {@link #reset()} throw an
 * {@link IllegalStateException} before the first start. Thread-safe.
 */
public final class GatewayEmulator implements AutoCloseable {

    private final EmulatorState state;
    private EmulatorServer server;
    private boolean running;

    private GatewayEmulator(Settings settings) {
        this.state = new EmulatorState(settings);
    }

    /** Returns a builder, in which every option has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a {@link GatewayEmulator}. */
    public static final class Builder extends EmulatorOptions<Builder> {

        private Builder() {
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Returns an emulator that has not been started; later changes of the builder do not affect it.
         *
         * @throws IllegalArgumentException if it shall record, and has no tape
         */
        public GatewayEmulator build() {
            if (settings.record && settings.tape == null) {
                throw new IllegalArgumentException("record needs a tape: set the folder to record into");
            }
            return new GatewayEmulator(settings.copy());
        }
    }

    /**
     * Starts to listen.
     *
     * @return                       this
     * @throws IllegalStateException if it is already running, a port is in use, or ffmpeg's native libraries are
     *                               missing, or a tape is missing, damaged or of another version; the message names the
     *                               port, the dependency to add, or the file
     */
    public synchronized GatewayEmulator start() {
        if (running) {
            throw new IllegalStateException("the emulator is already running at " + baseUrl());
        }
        server = new EmulatorServer(state);
        running = true;
        return this;
    }

    /** Stops listening and deletes the videos. Has no effect if it is not running. */
    @Override
    public synchronized void close() {
        if (running) {
            running = false;
            server.close();
        }
    }

    private synchronized EmulatorServer server() {
        if (server == null) {
            throw new IllegalStateException("the emulator has not been started");
        }
        return server;
    }

    /**
     * Removes jobs, faults, charges, recorded requests and webhooks, restores the balance, and begins a tape that is
     * replayed again. Recordings stay.
     */
    public void reset() {
        server().reset();
    }

    // addresses

    /** Returns {@code http://127.0.0.1:PORT/v1}, the gateway's native API. */
    public String baseUrl() {
        return server().apiOrigin() + "/v1";
    }

    /** Returns {@code http://127.0.0.1:PORT/openai/v1}, the gateway's OpenAI-compatible API. */
    public String openAiBaseUrl() {
        return server().apiOrigin() + "/openai/v1";
    }

    /** Returns {@code http://127.0.0.1:PORT/xai/v1}, xAI's own API. */
    public String xaiBaseUrl() {
        return server().apiOrigin() + "/xai/v1";
    }

    /** Returns {@code http://127.0.0.1:PORT/admin}: faults, ledger and more for other processes, without a key. */
    public String adminUrl() {
        return server().apiOrigin() + "/admin";
    }

    /** Returns {@code http://127.0.0.1:MEDIAPORT}, the host of the videos. */
    public String mediaUrl() {
        return server().mediaOrigin();
    }

    /** Returns the only key that is accepted. */
    public String apiKey() {
        return state.settings().apiKey;
    }

    // state

    /** Returns the charges. */
    public Ledger ledger() {
        return state.ledger();
    }

    /** Returns the requests to the APIs, without those to {@code /admin}. */
    public RequestLog requests() {
        return state.requests();
    }

    /** Returns the requests to the media host. */
    public RequestLog mediaRequests() {
        return state.mediaRequests();
    }

    /** Returns the faults to come. */
    public Faults faults() {
        return state.faults();
    }

    /** Returns the jobs. */
    public Jobs jobs() {
        return server().jobs();
    }

    /** Returns the webhooks, with the secret that signs them. */
    public Webhooks webhooks() {
        return server().webhooks();
    }

    boolean hasTape() {
        return state.settings().tape != null;
    }

    /**
     * Returns the tape.
     *
     * @throws IllegalStateException if there is none, or before the first start
     */
    public Tape tape() {
        Tape tape = server().tape();
        if (tape == null) {
            throw new IllegalStateException("the emulator has no tape; set its folder with Builder.tape");
        }
        return tape;
    }

    /** Returns the balance, in US dollars. */
    public BigDecimal balance() {
        return state.balance().get();
    }

    /** Sets the balance, in US dollars. A create that costs more is refused with 402, by xAI with 403. */
    public void balance(BigDecimal dollars) {
        state.balance().set(dollars);
    }
}
