package io.github.grokvideo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** Certificates made on the spot by the JDK's keytool, valid for a day. */
public final class Certificates {

    public static final String PASSWORD = "changeit";

    private final Path keyStore;

    private Certificates(Path keyStore) {
        this.keyStore = keyStore;
    }

    /**
     * A key and a self-signed certificate.
     *
     * @param directory where the key store is put
     * @param name      of the key store
     * @param hosts     what it is valid for, such as {@code ip:127.0.0.1,dns:localhost}
     */
    public static Certificates of(Path directory, String name, String hosts) {
        Path keyStore = directory.resolve(name + ".p12");
        try {
            Process keytool = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair", "-keystore", keyStore.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD,
                    "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name, "-ext", "san=" + hosts, "-validity",
                    "1")
                    .redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return new Certificates(keyStore);
    }

    public Path keyStore() {
        return keyStore;
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /** Server sockets that show this certificate, and ask for one that {@code client} trusts. */
    public SSLServerSocketFactory sockets(Certificates client) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(load(), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(client.load());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context.getServerSocketFactory();
    }

    /** What Camel users write to trust these and no other. */
    public static SSLContextParameters trusting(Path directory, Certificates... trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Certificates each : trusted) {
            String name = each.keyStore.getFileName().toString();
            store.setCertificateEntry(name, each.load().getCertificate("mykey"));
        }
        Path file = Files.createTempFile(directory, "trust", ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(parameters(file));
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    /** What Camel users write to show this certificate. */
    public KeyManagersParameters keys() {
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(parameters(keyStore));
        keys.setKeyPassword(PASSWORD);
        return keys;
    }

    private static KeyStoreParameters parameters(Path file) {
        KeyStoreParameters parameters = new KeyStoreParameters();
        parameters.setResource("file:" + file);
        parameters.setPassword(PASSWORD);
        parameters.setType("PKCS12");
        return parameters;
    }
}
