package io.github.grokvideo.springboot;

import io.github.grokvideo.GrokVideoComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.ComponentConfigurationProperties;
import org.apache.camel.spring.boot.util.CamelPropertiesHelper;
import org.apache.camel.spring.boot.util.ConditionalOnCamelContextAndAutoConfigurationBeans;
import org.apache.camel.spring.boot.util.ConditionalOnHierarchicalProperties;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Lazy;

/**
 * Sets on the component what {@code camel.component.grokvideo.*} says. What is not set there keeps the value it has,
 * also on a component that is a bean of the application's own.
 */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@Conditional(ConditionalOnCamelContextAndAutoConfigurationBeans.class)
@EnableConfigurationProperties({ ComponentConfigurationProperties.class, GrokVideoComponentConfiguration.class })
@ConditionalOnHierarchicalProperties({ "camel.component", "camel.component.grokvideo" })
public class GrokVideoComponentAutoConfiguration {

    @Lazy
    @Bean
    ComponentCustomizer configureGrokVideoComponent(
            ApplicationContext application, CamelContext context, GrokVideoComponentConfiguration configuration) {
        return new ComponentCustomizer() {
            @Override
            public void configure(String name, Component target) {
                CamelPropertiesHelper.copyProperties(context, configuration, target);
            }

            @Override
            public boolean isEnabled(String name, Component target) {
                return target instanceof GrokVideoComponent && HierarchicalPropertiesEvaluator.evaluate(
                        application, "camel.component.customizer", "camel.component.grokvideo.customizer");
            }
        };
    }
}
