import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Keeps some memory for good, and turns over a little more of it many times a second. */
public final class Service {
    private static final int PIECE = 1 << 10;
    private static final List<byte[]> SESSIONS = new ArrayList<>();

    private Service() {
    }

    public static void main(String[] words) throws InterruptedException {
        int kept = Integer.parseInt(words[0]);
        int turnedOver = Integer.parseInt(words[1]);
        for (int i = 0; i < kept << 10; i++) {
            SESSIONS.add(new byte[PIECE]);
        }
        ArrayDeque<byte[]> recent = new ArrayDeque<>();
        while (true) {
            for (int i = 0; i < turnedOver << 10; i++) {
                recent.add(new byte[PIECE]);
                if (recent.size() > 1 << 10) {
                    recent.poll();
                }
            }
            Thread.sleep(50);
        }
    }
}
