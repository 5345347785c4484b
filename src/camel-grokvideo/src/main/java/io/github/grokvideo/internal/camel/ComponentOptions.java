package io.github.grokvideo.internal.camel;

import java.util.concurrent.ExecutorService;

import javax.net.ssl.HostnameVerifier;
import javax.sql.DataSource;

import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.store.JobStore;
import org.apache.camel.CamelContextAware;
import org.apache.camel.LoggingLevel;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The options of the component, as the classes that set it up read them; the component declares and documents them. */
public interface ComponentOptions extends CamelContextAware {

    boolean isHealthCheckProducerEnabled();

    boolean isHealthCheckConsumerEnabled();

    // where videos are downloaded from

    boolean isAllowLoopback();

    String getMediaHosts();

    // HTTP

    GrokVideoHttpVersion getHttpVersion();

    int getMaxTotalConnections();

    int getConnectionsPerRoute();

    long getConnectTimeout();

    long getResponseTimeout();

    long getConnectionTimeToLive();

    String getUserAgent();

    SSLContextParameters getSslContextParameters();

    boolean isUseGlobalSslContextParameters();

    HostnameVerifier getX509HostnameVerifier();

    String getProxyHost();

    Integer getProxyPort();

    String getProxyAuthScheme();

    String getProxyAuthUsername();

    String getProxyAuthPassword();

    String getNonProxyHosts();

    // limits and threads

    Double getSubmissionsPerSecond();

    int getStatusRequestsPerSecond();

    int getMaxInFlight();

    int getWorkerPoolSize();

    ExecutorService getWorkerPool();

    // the job store

    JobStore getJobStore();

    DataSource getDataSource();

    // money

    String getBudgets();

    // logs

    LoggingLevel getJobLogLevel();

    // webhooks

    String getWebhookPath();

    String getWebhookVerifyToken();

    String getWebhookSecret();
}
