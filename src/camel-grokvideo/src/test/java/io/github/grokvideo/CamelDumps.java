package io.github.grokvideo;

import java.io.PrintStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.main.Main;

/**
 * Starts an application with a secret in every option that can hold one, and prints whatever Camel itself prints of
 * options: its start-up summary, its consoles, JMX, routes and failures. Started by {@link CamelDumpsTest} in a JVM of
 * its own.
 */
final class CamelDumps {

    private static final PrintStream OUT = System.out;

    private CamelDumps() {
    }

    public static void main(String[] args) throws Exception {
        try (PromptGateway gateway = new PromptGateway()) {
            Main main = new Main();
            main.configure().withDevConsoleEnabled(true);
            main.configure().withDumpRoutes("xml");
            main.configure().withJmxEnabled(true);
            Properties properties = new Properties();
            properties.put("camel.component.grokvideo.allowLoopback", "true");
            properties.put("camel.component.grokvideo.proxyAuthUsername", "canary-proxy-user");
            properties.put("camel.component.grokvideo.proxyAuthPassword", "canary-proxy-password");
            properties.put("camel.component.grokvideo." + args[0], "whsec_canaryWebhook");
            properties.put("camel.component.grokvideo.configuration.apiKey", "canary-api-key");
            properties.put("camel.component.grokvideo.configuration.requestHeaders.X-Plain", "canary-plain-header");
            properties.put("camel.component.grokvideo.configuration.request-headers[X-Keyed]", "canary-keyed-header");
            properties.put("camel.component.grokvideo.configuration.parameters.upload", "canary-plain-parameter");
            properties.put("camel.component.grokvideo.configuration.webhookUrl", "https://a.example/hook?t=canary-url");
            properties.put("camel.component.grokvideo.configuration.requestHeaders[X-Placeholder]", "{{env:GROKVIDEO_CANARY}}");
            properties.put("camel.component.grokvideo.configuration.parameters.placeholder", "{{env:GROKVIDEO_CANARY}}");
            Path file = Path.of(args[1], "application.properties");
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            main.setPropertyPlaceholderLocations("file:" + file);
            // Camel masks by names, and of those that it is told besides its own only the first in a URI
            String options = "pollInterval=20&apiKey=RAW(canary-uri-key)&requestHeaders.X-Api-Key=canary-header&baseUrl="
                             + gateway.url();
            main.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:film").routeId("film").to("grokvideo:generate?" + options).to("mock:end");
                    from("direct:broken").routeId("broken").autoStartup(false).to("mock:end");
                    from("grokvideo:results?" + options).routeId("results").to("mock:end");
                }
            });
            main.start();
            CamelContext context = main.getCamelContext();
            Exchange film
                    = context.createProducerTemplate().send("direct:film", exchange -> exchange.getMessage().setBody("p"));
            OUT.println("RESULT " + film.getMessage().getBody() + " " + film.getException());
            for (String wrong : new String[] { "n=0&", "nonsense=1&", "provider=nobody&" }) {
                try {
                    context.getEndpoint("grokvideo:generate?" + wrong + options);
                } catch (ResolveEndpointFailedException e) {
                    e.printStackTrace(OUT);
                }
            }
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            String webhookKey = args[0].equals("webhookSecret")
                    ? component.getWebhookSecret() : component.getWebhookVerifyToken();
            OUT.println("WEBHOOKS " + "whsec_canaryWebhook".equals(webhookKey));
            GrokVideoConfiguration bound = component.getConfiguration();
            OUT.println("BOUND " + new TreeSet<>(bound.getRequestHeaders().keySet())
                        + new TreeSet<>(bound.getParameters().keySet()));
            String secret = System.getenv("GROKVIDEO_CANARY");
            OUT.println("PLACEHOLDERS " + secret.equals(bound.getRequestHeaders().get("X-Placeholder"))
                        + secret.equals(bound.getParameters().get("placeholder")));
            consoles(context);
            for (Endpoint endpoint : context.getEndpoints()) {
                OUT.println("ENDPOINT " + endpoint);
            }
            beans();
            main.stop();
        }
        OUT.println("everything was asked");
        OUT.flush();
        System.exit(0);
    }

    private static void consoles(CamelContext context) {
        DevConsoleRegistry registry = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        registry.loadDevConsoles(true);
        Map<String, Object> options = new HashMap<>();
        registry.stream().forEach(console -> {
            for (DevConsole.MediaType type : DevConsole.MediaType.values()) {
                if (console.supportMediaType(type) && !console.getId().equals("jvm") && !console.getId().equals("thread")) {
                    try {
                        OUT.println("CONSOLE " + console.getId() + " " + type + " " + console.call(type, options));
                    } catch (RuntimeException e) {
                        OUT.println("CONSOLE " + console.getId() + " " + type + " " + e);
                    }
                }
            }
        });
    }

    private static void beans() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : new TreeSet<>(beans.queryNames(new ObjectName("org.apache.camel:*"), null))) {
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                try {
                    OUT.println(
                            "JMX " + name + " " + attribute.getName() + " " + beans.getAttribute(name, attribute.getName()));
                } catch (Exception e) {
                    OUT.println("JMX " + name + " " + attribute.getName() + " " + e);
                }
            }
            for (MBeanOperationInfo operation : beans.getMBeanInfo(name).getOperations()) {
                if (operation.getSignature().length == 0 && operation.getName().matches("(dump|list|inform|toJson).*")) {
                    try {
                        OUT.println("JMX " + name + " " + operation.getName() + " "
                                    + beans.invoke(name, operation.getName(), new Object[0], new String[0]));
                    } catch (Exception e) {
                        OUT.println("JMX " + name + " " + operation.getName() + " " + e);
                    }
                }
            }
        }
    }
}
