// Spring Authorization Server with fixed test clients, on 127.0.0.1 only.
//
// Usage: java -jar server.jar PORT CLIENTS
//
// Spring Boot configures the server, its keys, the login page and the consent page, as it does where
// an application brings none of its own. The clients are registered as the documentation registers
// its example: code and refresh token, a secret by HTTP Basic, consent asked for; the lifetimes are the
// library's. A client without a secret authenticates with nothing, which makes it a public one.
// Where a login leads that nobody asked for is left to the application: to a page of one line here.
package sandbox;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@SpringBootApplication
public class Server {

	@RestController
	static class Home {

		@GetMapping("/")
		String home() {
			return "You are logged in.";
		}

	}

	record Registered(String id, String secret, List<String> redirect_uris) {
	}

	public static void main(String[] args) {
		if (args.length != 2) {
			System.err.println("usage: server PORT CLIENTS");
			System.exit(2);
		}
		SpringApplication server = new SpringApplication(Server.class);
		server.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", args[0]));
		server.run(args);
	}

	@Bean
	RegisteredClientRepository clients(ApplicationArguments arguments, JsonMapper json, PasswordEncoder encoder) {
		File file = new File(arguments.getNonOptionArgs().get(1));
		List<RegisteredClient> clients = new ArrayList<>();
		for (Registered client : json.readValue(file, new TypeReference<List<Registered>>() {
		})) {
			clients.add(registered(client, encoder));
		}
		return new InMemoryRegisteredClientRepository(clients);
	}

	static RegisteredClient registered(Registered client, PasswordEncoder encoder) {
		RegisteredClient.Builder builder = RegisteredClient.withId(client.id())
			.clientId(client.id())
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
			.redirectUris((uris) -> uris.addAll(client.redirect_uris()))
			.scope(OidcScopes.OPENID)
			.scope(OidcScopes.PROFILE)
			.clientSettings(ClientSettings.builder().requireAuthorizationConsent(true).build());
		if (client.secret() == null) {
			builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
		}
		else {
			builder.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.clientSecret(encoder.encode(client.secret()));
		}
		return builder.build();
	}

	@Bean
	UserDetailsService users(PasswordEncoder encoder) {
		return new InMemoryUserDetailsManager(User.withUsername("litmus-user")
			.password(encoder.encode("litmus-password"))
			.roles("USER")
			.build());
	}

	// The lowest cost bcrypt has: the secrets are no secrets. Left to itself, it takes 10 and a tenth of a second.
	@Bean
	PasswordEncoder encoder() {
		return new BCryptPasswordEncoder(4);
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> ready(Environment environment) {
		return (event) -> System.out.println("ready http://127.0.0.1:" + environment.getProperty("server.port"));
	}

}
