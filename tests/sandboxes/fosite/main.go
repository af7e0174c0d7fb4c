// Ory Fosite with fixed test clients, on 127.0.0.1 only.
//
// Usage: server PORT
//
// The same code for every version. A user is logged in already and agrees to everything.
// Everything is kept in memory; PKCE is not required, and "plain" is off.
package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"

	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/storage"
)

const host = "127.0.0.1"

// cheap is the lowest cost bcrypt has: the secrets are no secrets.
const cheap = 4

func client(id string, redirectURIs ...string) *fosite.DefaultClient {
	hash, err := (&fosite.BCrypt{WorkFactor: cheap}).Hash(context.Background(), []byte(id+"-secret"))
	if err != nil {
		log.Fatal(err)
	}
	return &fosite.DefaultClient{
		ID:            id,
		Secret:        hash,
		RedirectURIs:  redirectURIs,
		ResponseTypes: []string{"code"},
		GrantTypes:    []string{"authorization_code"},
		Scopes:        []string{"profile"},
	}
}

func public(id string, redirectURIs ...string) *fosite.DefaultClient {
	c := client(id, redirectURIs...)
	c.Secret = nil
	c.Public = true
	return c
}

func provider() fosite.OAuth2Provider {
	store := storage.NewMemoryStore()
	for _, c := range []*fosite.DefaultClient{
		client("app", "https://app.example/callback"),
		client("app-query", "https://app.example/callback?a=b&c=d"),
		client("app-port", "https://app.example:8443/callback"),
		client("app-several", "https://app.example/callback", "https://app.example/second"),
		client("app-slash", "https://app.example/callback/"),
		public("native", "http://127.0.0.1/callback"),
	} {
		store.Clients[c.ID] = c
	}

	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		log.Fatal(err)
	}
	config := &compose.Config{HashCost: cheap}
	return compose.Compose(
		config,
		store,
		&compose.CommonStrategy{CoreStrategy: compose.NewOAuth2HMACStrategy(config, secret, nil)},
		nil,
		compose.OAuth2AuthorizeExplicitFactory,
		compose.OAuth2PKCEFactory,
	)
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: server PORT")
	}
	port, err := strconv.ParseUint(os.Args[1], 10, 16)
	if err != nil {
		log.Fatal("usage: server PORT")
	}
	oauth2 := provider()

	http.HandleFunc("/ready", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ready") })

	http.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		request, err := oauth2.NewAuthorizeRequest(r.Context(), r)
		if err != nil {
			oauth2.WriteAuthorizeError(w, request, err)
			return
		}
		for _, scope := range request.GetRequestedScopes() {
			request.GrantScope(scope)
		}
		session := &fosite.DefaultSession{Subject: "litmus-user", Username: "litmus-user"}
		response, err := oauth2.NewAuthorizeResponse(r.Context(), request, session)
		if err != nil {
			oauth2.WriteAuthorizeError(w, request, err)
			return
		}
		oauth2.WriteAuthorizeResponse(w, request, response)
	})

	http.HandleFunc("/token", func(w http.ResponseWriter, r *http.Request) {
		request, err := oauth2.NewAccessRequest(r.Context(), r, &fosite.DefaultSession{})
		if err != nil {
			oauth2.WriteAccessError(w, request, err)
			return
		}
		response, err := oauth2.NewAccessResponse(r.Context(), request)
		if err != nil {
			oauth2.WriteAccessError(w, request, err)
			return
		}
		oauth2.WriteAccessResponse(w, request, response)
	})

	listener, err := net.Listen("tcp", fmt.Sprintf("%s:%d", host, port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("ready http://%s:%d\n", host, port)
	log.Fatal(http.Serve(listener, nil))
}
