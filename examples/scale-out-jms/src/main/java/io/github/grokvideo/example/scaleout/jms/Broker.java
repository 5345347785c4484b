package io.github.grokvideo.example.scaleout.jms;

import java.util.Map;

import io.github.grokvideo.example.scaleout.SharedService;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** Artemis in this process, on a free port of this machine. It keeps its messages in memory only. */
final class Broker implements SharedService {

    private static final String QUEUE = "jobs";

    private final EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();

    Broker() throws Exception {
        artemis.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .setJMXManagementEnabled(false).addAcceptorConfiguration("tcp", "tcp://127.0.0.1:0"));
        artemis.start();
    }

    String url() {
        NettyAcceptor acceptor = (NettyAcceptor) artemis.getActiveMQServer().getRemotingService().getAcceptor("tcp");
        return "tcp://127.0.0.1:" + acceptor.getActualPort();
    }

    @Override
    public String description() {
        return "the queue '" + QUEUE + "' of Artemis at " + url();
    }

    @Override
    public Map<String, String> properties() {
        return Map.of("broker", url());
    }

    @Override
    public long jobsLeft() {
        Queue queue = artemis.getActiveMQServer().locateQueue(QUEUE);
        return queue == null ? 0 : queue.getMessageCount();
    }

    @Override
    public void close() throws Exception {
        artemis.stop();
    }
}
