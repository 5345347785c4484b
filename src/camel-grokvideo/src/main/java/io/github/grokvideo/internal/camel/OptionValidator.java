package io.github.grokvideo.internal.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.internal.camel.message.IdempotencyKeys;
import io.github.grokvideo.internal.camel.message.MessageValues;
import io.github.grokvideo.internal.camel.message.ParameterRules;
import io.github.grokvideo.internal.camel.message.ReservedParameters;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.model.ImageRole;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Validates every option of the component and its endpoints. An {@link IllegalArgumentException} names the option, its
 * value and what is expected; what may work, but is likely a mistake, is logged as a warning.
 */
public final class OptionValidator {

    private static final Logger LOG = LoggerFactory.getLogger(OptionValidator.class);
    private static final String LOOPBACK_HTTP = "http://(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?";

    private OptionValidator() {
    }

    // the component

    /** Checks the component's options, when it starts. */
    public static void checkComponent(ComponentOptions options) {
        if (isSet(options.getWebhookSecret())) {
            LOG.warn("Option webhookSecret is deprecated; use webhookVerifyToken instead, which Camel masks in what it prints");
        }
        checkTransport(options);
        checkProxy(options);
        if (options.getWorkerPool() == null) {
            OptionRules.positive("workerPoolSize", options.getWorkerPoolSize());
        }
        if (options.getJobStore() != null && options.getDataSource() != null) {
            throw new IllegalArgumentException("Options jobStore and dataSource are both set, expected one of them");
        }
        OptionRules.notNegative("maxInFlight", options.getMaxInFlight());
        OptionRules.notNegative("statusRequestsPerSecond", options.getStatusRequestsPerSecond());
        OptionRules.rate("submissionsPerSecond", options.getSubmissionsPerSecond());
    }

    private static void checkTransport(ComponentOptions options) {
        OptionRules.positive("maxTotalConnections", options.getMaxTotalConnections());
        OptionRules.positive("connectionsPerRoute", options.getConnectionsPerRoute());
        OptionRules.timeOrZero("connectTimeout", options.getConnectTimeout());
        OptionRules.timeOrZero("responseTimeout", options.getResponseTimeout());
        long timeToLive = options.getConnectionTimeToLive();
        OptionRules.require(timeToLive == -1 || timeToLive > 0, "connectionTimeToLive", timeToLive,
                "-1, or a time greater than 0");
        OptionRules.notTooLong("connectionTimeToLive", timeToLive);
    }

    private static void checkProxy(ComponentOptions options) {
        OptionRules.port("proxyPort", options.getProxyPort());
        if (!isSet(options.getProxyHost())) {
            return;
        }
        if (options.getProxyPort() == null) {
            throw new IllegalArgumentException("Option proxyHost is set and option proxyPort is not, expected both or none");
        }
        OptionRules.require(options.getHttpVersion() != GrokVideoHttpVersion.HTTP_2, "httpVersion", options.getHttpVersion(),
                "HTTP_1_1, since proxyHost is set");
    }

    // an endpoint

    /** The operation that a URI names. */
    public static GrokVideoOperation operation(String name) {
        return UriOptions.operation(name);
    }

    /**
     * Checks the options of a URI, before Camel converts them.
     *
     * @param operation as the URI names it
     * @param options   without those that have a prefix
     */
    public static void checkUri(String operation, Map<String, Object> options) {
        UriOptions.check(operation, options);
    }

    /**
     * Rejects the options of a URI that the endpoint does not have.
     *
     * @param left the names of those that could not be set
     */
    public static void checkNoneIsLeft(String operation, Set<String> left, CamelContext context) {
        if (!left.isEmpty()) {
            EndpointUriFactory known = context.getCamelContextExtension().getEndpointUriFactory("grokvideo");
            throw new IllegalArgumentException(
                    UriOptions.unknown(operation, left, known == null ? Set.of() : known.propertyNames()));
        }
    }

    /** Checks an endpoint's options, when it is created. */
    public static void checkEndpoint(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        checkTimes(configuration);
        checkNumbers(configuration);
        checkProviders(configuration, runtime);
        checkModelParameters(configuration);
    }

    private static void checkProviders(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        List<GrokVideoConfiguration> each = Providers.each(configuration);
        List<VideoGateway> gateways = each.stream().map(runtime::gateway).toList();
        for (int i = 0; i < gateways.size(); i++) {
            checkProvider(each.get(i), gateways.get(i));
            String authority = runtime.baseUrl(each.get(i)).authority();
            if (authority.startsWith("http:") && !authority.matches(LOOPBACK_HTTP)) {
                LOG.warn("Option baseUrl: {} is plain http, so that the API key is sent unencrypted", authority);
            }
        }
        // of several, it is enough if one does
        GrokVideoConfiguration first = each.get(0);
        if (configuration.getOperation() == GrokVideoOperation.cancel && gateways.stream().noneMatch(VideoGateway::canCancel)) {
            throw notSupported(first, "the operation cancel");
        }
        if (isSet(configuration.getWebhookUrl()) && gateways.stream().noneMatch(VideoGateway::knowsWebhooks)) {
            throw notSupported(first, "the option webhookUrl");
        }
    }

    private static void checkTimes(GrokVideoConfiguration configuration) {
        OptionRules.time("pollInterval", configuration.getPollInterval());
        checkPollBounds(configuration);
        OptionRules.time("jobTimeout", configuration.getJobTimeout());
        OptionRules.time("requestTimeout", configuration.getRequestTimeout());
        OptionRules.time("downloadTimeout", configuration.getDownloadTimeout());
        OptionRules.time("webhookPollInterval", configuration.getWebhookPollInterval());
        OptionRules.time("redeliveryDelay", configuration.getRedeliveryDelay());
        OptionRules.time("claimInterval", configuration.getClaimInterval());
        OptionRules.timeOrZero("reuseWithin", configuration.getReuseWithin());
        OptionRules.time("leaseTime", configuration.getLeaseTime());
        OptionRules.time("spendingPeriod", configuration.getSpendingPeriod());
    }

    private static void checkPollBounds(GrokVideoConfiguration configuration) {
        long interval = configuration.getPollInterval();
        long min = configuration.getMinPollInterval();
        long max = configuration.getMaxPollInterval();
        OptionRules.require(min >= 0 && min <= interval, "minPollInterval", min,
                "a time from 0 to pollInterval, which is " + interval);
        OptionRules.require(max == 0 || max >= interval, "maxPollInterval", max,
                "0 or a time from pollInterval, which is " + interval);
        OptionRules.notTooLong("maxPollInterval", max);
    }

    private static void checkNumbers(GrokVideoConfiguration configuration) {
        if (configuration.getMaxDownloadSize() != null) {
            OptionRules.positive("maxDownloadSize", configuration.getMaxDownloadSize());
        }
        OptionRules.positive("maxInputSize", configuration.getMaxInputSize());
        OptionRules.positive("concurrentConsumers", configuration.getConcurrentConsumers());
        OptionRules.positive("maxWaiting", configuration.getMaxWaiting());
        OptionRules.notNegative("requestRetries", configuration.getRequestRetries());
        OptionRules.amount("maxCost", configuration.getMaxCost());
        OptionRules.amount("pricePerSecond", configuration.getPricePerSecond());
    }

    private static void checkProvider(GrokVideoConfiguration configuration, VideoGateway gateway) {
        if (configuration.getOperation() == GrokVideoOperation.extend && !gateway.canExtend()) {
            throw notSupported(configuration, "the operation extend");
        }
        if (configuration.getImageRole() != ImageRole.auto && !gateway.knowsImageRoles()) {
            throw notSupported(configuration, "the option imageRole");
        }
    }

    private static IllegalArgumentException notSupported(GrokVideoConfiguration configuration, String what) {
        return new IllegalArgumentException(
                "Option provider: " + configuration.getProvider() + " does not support " + what);
    }

    private static void checkModelParameters(GrokVideoConfiguration configuration) {
        List<String> warnings = new ArrayList<>();
        try {
            for (String name : configuration.getParameters().keySet()) {
                ReservedParameters.check("Option parameters", name);
            }
            ParameterRules.duration("Option duration", configuration.getDuration());
            ParameterRules.n("Option n", configuration.getN(), warnings);
            ParameterRules.size("Option size", MessageValues.pair(configuration.getSize()), warnings);
            ParameterRules.aspectRatio("Option aspectRatio", MessageValues.pair(configuration.getAspectRatio()), warnings);
            ParameterRules.resolution("Option resolution", configuration.getResolution(), warnings);
            if (!IdempotencyKeys.isExpression(configuration.getIdempotencyKey())) {
                ParameterRules.idempotencyKey("Option idempotencyKey", configuration.getIdempotencyKey());
            }
        } catch (ParameterRules.UnacceptableException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
        warnings.forEach(warning -> LOG.warn("{}. It is sent as it is; the gateway decides", warning));
    }

    /** Checks that {@code progressUri} is an endpoint, when a producer starts. */
    public static void checkProgressUri(GrokVideoConfiguration configuration, CamelContext context) {
        String uri = configuration.getProgressUri();
        if (!isSet(uri)) {
            return;
        }
        try {
            context.getEndpoint(uri);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Option progressUri: '" + URISupport.sanitizeUri(uri) + "' is not an endpoint: " + e.getMessage(), e);
        }
    }

    private static boolean isSet(String text) {
        return text != null && !text.isBlank();
    }
}
