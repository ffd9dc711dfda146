import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.HandlerWrapper;

/**
 * Starts DynamoDB Local as its own main class does, but on 127.0.0.1 instead of every interface, open only to who
 * knows the password (it believes any signature), and no longer alive than its parent, which holds its standard input.
 * The password is the first line of that input.
 */
class Launcher {
  public static void main(String[] args) throws Exception {
    BufferedReader parent = new BufferedReader(new InputStreamReader(System.in));
    String password = parent.readLine();
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(args);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(proxy);
    for (Connector connector : server.getConnectors()) {
      ((ServerConnector) connector).setHost("127.0.0.1");
    }
    Guard guard = new Guard(password);
    guard.setHandler(server.getHandler());
    server.setHandler(guard);
    try {
      proxy.safeStart();
    } catch (IOException taken) {
      System.out.println("PORT TAKEN");
      System.exit(1);
    }
    System.out.println("READY");
    while (parent.readLine() != null) {
      // The parent writes nothing more; the end of its stream is its end.
    }
    System.exit(0);
  }

  private static class Guard extends HandlerWrapper {
    private final String password;

    Guard(String password) {
      this.password = password;
    }

    @Override
    public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      if (password.equals(request.getHeader("x-gateway-password"))) {
        super.handle(target, base, request, response);
      } else {
        response.setStatus(403);
        base.setHandled(true);
      }
    }
  }
}
