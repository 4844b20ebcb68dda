// Signs request targets for Renderer: RENDERER_SIGNING_SECRET=… java Sign.java '/v1/render/welcome?id=p0001&ws=default' …
// Java 17 or later. A target is what stands behind the host, percent-encoded as it will be sent.
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Sign {
    static String sign(String target, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String sig = HexFormat.of().formatHex(mac.doFinal(target.getBytes(StandardCharsets.UTF_8)));
        return target + (target.contains("?") ? "&" : "?") + "sig=" + sig;
    }

    public static void main(String[] targets) throws Exception {
        for (String target : targets) {
            System.out.println(sign(target, System.getenv("RENDERER_SIGNING_SECRET")));
        }
    }
}
