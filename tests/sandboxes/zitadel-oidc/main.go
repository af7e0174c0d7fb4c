// The OpenID provider of zitadel/oidc with fixed test clients, on 127.0.0.1 only.
//
// Usage: server PORT
//
// The same code for every version: the library's own example storage and login page, behind the
// server that the library makes of a provider (RegisterLegacyServer).
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strconv"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"golang.org/x/exp/slog"
)

const host = "127.0.0.1"

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: server PORT")
	}
	port, err := strconv.ParseUint(os.Args[1], 10, 16)
	if err != nil {
		log.Fatal("usage: server PORT")
	}
	base := fmt.Sprintf("http://%s:%d", host, port)

	storage.RegisterClients(
		storage.WebClient("app", "app-secret", "https://app.example/callback"),
		storage.WebClient("app-query", "app-query-secret", "https://app.example/callback?a=b&c=d"),
		storage.WebClient("app-port", "app-port-secret", "https://app.example:8443/callback"),
		storage.WebClient("app-several", "app-several-secret", "https://app.example/callback", "https://app.example/second"),
		storage.WebClient("app-slash", "app-slash-secret", "https://app.example/callback/"),
		storage.NativeClient("native", "http://127.0.0.1/callback"),
	)
	users := storage.NewUserStore(base + "/")
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	router := exampleop.SetupServer(base, storage.NewStorage(users), quiet, true)

	listener, err := net.Listen("tcp", fmt.Sprintf("%s:%d", host, port))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("ready %s\n", base)
	log.Fatal(http.Serve(listener, router))
}
