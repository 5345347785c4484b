package io.github.grokvideo.emulator.internal.server;

import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.fault.FaultQueue;
import io.github.grokvideo.emulator.internal.http.RequestHistory;
import io.github.grokvideo.emulator.internal.job.Balance;
import io.github.grokvideo.emulator.internal.job.LedgerBook;
import io.github.grokvideo.emulator.internal.xai.XaiRateLimit;

/** The state of an emulator that exists before it is started, and after it is closed. */
public final class EmulatorState {

    private final Settings settings;
    private final FaultQueue faults = new FaultQueue();
    private final LedgerBook ledger = new LedgerBook();
    private final Balance balance;
    private final RequestHistory requests;
    private final RequestHistory mediaRequests;
    private final XaiRateLimit xaiRateLimit = new XaiRateLimit();

    public EmulatorState(Settings settings) {
        this.settings = settings;
        this.balance = new Balance(settings.balance);
        this.requests = new RequestHistory(settings);
        this.mediaRequests = new RequestHistory(settings);
    }

    public Settings settings() {
        return settings;
    }

    public FaultQueue faults() {
        return faults;
    }

    public LedgerBook ledger() {
        return ledger;
    }

    public Balance balance() {
        return balance;
    }

    public RequestHistory requests() {
        return requests;
    }

    public RequestHistory mediaRequests() {
        return mediaRequests;
    }

    XaiRateLimit xaiRateLimit() {
        return xaiRateLimit;
    }

    /** Removes faults, charges and requests, and restores the balance. */
    public void reset() {
        faults.clear();
        ledger.clear();
        requests.clear();
        mediaRequests.clear();
        xaiRateLimit.clear();
        balance.set(settings.balance);
    }
}
