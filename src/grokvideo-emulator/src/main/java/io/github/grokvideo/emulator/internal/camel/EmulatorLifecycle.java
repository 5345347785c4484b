package io.github.grokvideo.emulator.internal.camel;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.BrowserGuard;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.internal.Durations;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PropertyBindingSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the emulator when the context is initialized: after Camel has configured the components from properties, which
 * is why the address set here takes effect, and before it creates endpoints.
 */
final class EmulatorLifecycle extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayEmulator.class);
    private static final String COMPONENT = "grokvideo";
    private static final String PROPERTY = "grokvideo.emulator";
    private static final String BEAN = "grokvideoEmulator";
    private static final String XAI = "xai";
    /** The value of every property while the Camel CLI exports a project, for which it loads the routes only. */
    private static final String EXPORTED = "@@CamelMagicValue@@";

    private GatewayEmulator emulator;
    private String provider;
    private boolean hasTape;
    private boolean records;

    @Override
    public void onContextInitializing(CamelContext context) {
        if (emulator != null) {
            return;
        }
        Optional<Path> tape = property(context, PROPERTY + ".tape", EmulatorLifecycle::readFolder);
        if (!property(context, PROPERTY, EmulatorLifecycle::readBoolean).orElse(tape.isPresent())) {
            return;
        }
        GatewayEmulator.Builder builder = GatewayEmulator.builder();
        property(context, PROPERTY + ".port", EmulatorLifecycle::readPort).ifPresent(builder::port);
        property(context, PROPERTY + ".media-port", EmulatorLifecycle::readPort).ifPresent(builder::mediaPort);
        property(context, PROPERTY + ".hosts", EmulatorLifecycle::readNames).ifPresent(builder::hosts);
        property(context, PROPERTY + ".queue-time", Durations::parse).ifPresent(builder::queueTime);
        property(context, PROPERTY + ".render-time", Durations::parse).ifPresent(builder::renderTime);
        property(context, PROPERTY + ".media-time-to-live", Durations::parse).ifPresent(builder::mediaTimeToLive);
        property(context, PROPERTY + ".tiny", EmulatorLifecycle::readBoolean).ifPresent(builder::tiny);
        property(context, PROPERTY + ".remote-inputs", EmulatorLifecycle::readBoolean).ifPresent(builder::remoteInputs);
        property(context, PROPERTY + ".xai-rate-limit", EmulatorLifecycle::readBoolean).ifPresent(builder::xaiRateLimit);
        provider = property(context, PROPERTY + ".provider", EmulatorLifecycle::readProvider).orElse("");
        tape.ifPresent(builder::tape);
        hasTape = tape.isPresent();
        Component component = context.hasComponent(COMPONENT);
        if (component != null) {
            adoptProvider(component);
        }
        records = property(context, PROPERTY + ".record", EmulatorLifecycle::readBoolean).orElse(false);
        if (records && !hasTape) {
            throw new IllegalArgumentException(
                    PROPERTY + ".record is true, but " + PROPERTY + ".tape does not name the folder to record into");
        }
        builder.record(records);
        property(context, PROPERTY + ".tape-speed", EmulatorLifecycle::readSpeed).ifPresent(builder::tapeSpeed);
        property(context, PROPERTY + ".record-from", url -> readGateway(builder, url));
        emulator = builder.build().start();
        context.getRegistry().bind(BEAN, emulator);
        if (component != null) {
            pointToEmulator(context, component);
        }
        if (records) {
            LOG.warn("The emulator of grok-imagine-video records {} at {}: requests are sent to the gateway, and are billed",
                    tape.get(), baseUrl());
        } else {
            LOG.info("The emulator of grok-imagine-video answers at {}{}: no request goes to the gateway, nothing is billed",
                    baseUrl(), hasTape ? " from the tape " + tape.get() : "");
        }
    }

    private String baseUrl() {
        return provider.equals(XAI) ? emulator.xaiBaseUrl() : emulator.baseUrl();
    }

    @Override
    public void onComponentAdd(String name, Component component) {
        if (emulator != null && COMPONENT.equals(name)) {
            pointToEmulator(component.getCamelContext(), component);
        }
    }

    @Override
    public void onContextStopped(CamelContext context) {
        if (emulator != null) {
            context.getRegistry().unbind(BEAN);
            emulator.close();
            emulator = null;
        }
    }

    private void pointToEmulator(CamelContext context, Component component) {
        adoptProvider(component);
        PropertyBindingSupport.Builder options = PropertyBindingSupport.build().withCamelContext(context)
                .withTarget(component).withIgnoreCase(true).withMandatory(true)
                .withConfigurer(component.getComponentPropertyConfigurer()).withProperty("baseUrl", baseUrl())
                .withProperty("allowLoopback", true);
        if (!records) {
            // the emulator keeps requests, which must not contain the user's key
            options.withProperty("apiKey", emulator.apiKey());
        }
        if (!provider.isEmpty()) {
            options.withProperty("provider", provider);
        }
        options.bind();
    }

    /** With a tape, the component's own provider counts, so that a key is sent to its provider only. */
    private void adoptProvider(Component component) {
        if (hasTape && provider.isEmpty()
                && component.getComponentPropertyConfigurer() instanceof PropertyConfigurerGetter options) {
            Object own = options.getOptionValue(component, "provider", true);
            String name = own == null ? "" : own.toString();
            if (name.contains(",")) {
                throw new IllegalArgumentException(
                        "the provider of the component is '" + name + "', but a tape is used with one: set " + PROPERTY
                                                   + ".provider to lumenfall or xai");
            }
            provider = name.isBlank() ? "" : readProvider(name.strip());
        }
    }

    /**
     * Reads a property of the application, else of the JVM, else of the environment ({@code GROKVIDEO_EMULATOR_PORT}).
     */
    private static <T> Optional<T> property(CamelContext context, String name, Function<String, T> reader) {
        String variable = name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
        Optional<String> value = context.getPropertiesComponent().resolveProperty(name)
                .or(() -> context.getPropertiesComponent().resolveProperty(camelCase(name)))
                .or(() -> Optional.ofNullable(System.getProperty(name)))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(text -> !text.isBlank() && !text.equals(EXPORTED));
        return value.map(text -> {
            try {
                return reader.apply(text.strip());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + " is '" + text + "', but " + e.getMessage(), e);
            }
        });
    }

    private static String camelCase(String name) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean dash = name.charAt(i) == '-';
            char next = dash ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i);
            result.append(next);
        }
        return result.toString();
    }

    private static Boolean readBoolean(String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.valueOf(text);
        }
        throw new IllegalArgumentException("must be true or false");
    }

    private static String[] readNames(String text) {
        String[] names = text.split("\\s*,\\s*");
        new BrowserGuard(List.of(names));
        return names;
    }

    private static String readProvider(String text) {
        if (text.equals("lumenfall") || text.equals(XAI)) {
            return text;
        }
        throw new IllegalArgumentException("must be lumenfall or xai");
    }

    private static Path readFolder(String text) {
        // InvalidPathException is an IllegalArgumentException
        return Path.of(text);
    }

    private static Double readSpeed(String text) {
        GatewayEmulator.Builder check = GatewayEmulator.builder();
        try {
            double speed = Double.parseDouble(text);
            check.tapeSpeed(speed);
            return speed;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be a number from 0.01 to 1000000", e);
        }
    }

    private GatewayEmulator.Builder readGateway(GatewayEmulator.Builder builder, String url) {
        // the component sends its own key
        return builder.recordFrom(provider.equals(XAI) ? Api.XAI : Api.LUMENFALL, url, null);
    }

    private static Integer readPort(String text) {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535) {
            return Integer.valueOf(text);
        }
        throw new IllegalArgumentException("must be a number from 0 to 65535");
    }
}
