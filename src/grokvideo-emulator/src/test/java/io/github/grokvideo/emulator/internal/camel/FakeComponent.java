package io.github.grokvideo.emulator.internal.camel;

import java.util.Locale;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands in for the component, which is in a module that does not belong to this one's. */
public class FakeComponent extends DefaultComponent {

    private String baseUrl;
    private String apiKey;
    private String provider;
    private boolean allowLoopback;
    private String baseUrlAtStart;
    private String baseUrlAtEndpoint;

    String getBaseUrl() {
        return baseUrl;
    }

    String getApiKey() {
        return apiKey;
    }

    String getProvider() {
        return provider;
    }

    /** As generated ones do, it reaches options for which the component has no setter of its own. */
    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new Options();
    }

    /** What the annotation processor generates for a component. */
    private final class Options implements PropertyConfigurer, PropertyConfigurerGetter {

        @Override
        public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "baseurl" -> baseUrl = value.toString();
                case "apikey" -> apiKey = value.toString();
                case "provider" -> provider = value.toString();
                case "allowloopback" -> allowLoopback = Boolean.parseBoolean(value.toString());
                default -> {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Class<?> getOptionType(String name, boolean ignoreCase) {
            return String.class;
        }

        @Override
        public Object getOptionValue(Object target, String name, boolean ignoreCase) {
            return name.equals("provider") ? provider : null;
        }
    }

    boolean isAllowLoopback() {
        return allowLoopback;
    }

    String baseUrlAtStart() {
        return baseUrlAtStart;
    }

    String baseUrlAtEndpoint() {
        return baseUrlAtEndpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        baseUrlAtStart = baseUrl;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        baseUrlAtEndpoint = baseUrl;
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(org.apache.camel.Exchange exchange) {
                        // only its configuration is looked at
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }
}
