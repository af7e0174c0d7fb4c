// Ory Hydra with fixed test clients, on 127.0.0.1 only, and the application that tells it who is there
// and what they agree to.
//
// Usage: server PORT CLIENTS
//
// Hydra is its own command `serve all --dev`, set as its quickstart sets it; everything is kept in
// memory. Its public API listens on PORT, its administrative one on the next port, and the
// application, which the documentation leaves to whoever runs it, on the one after that. As the
// documentation's example, the application remembers a login if asked to, accepts what Hydra says
// may be skipped, and asks for consent each time.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/ory/hydra/v2/cmd"
)

const host = "127.0.0.1"

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: server PORT CLIENTS")
	}
	port, err := strconv.ParseUint(os.Args[1], 10, 16)
	if err != nil {
		log.Fatal("usage: server PORT CLIENTS")
	}
	public, private, own := at(port), at(port+1), at(port+2)

	for name, value := range map[string]string{
		"DSN":                          "memory",
		"SERVE_PUBLIC_HOST":            host,
		"SERVE_PUBLIC_PORT":            strconv.FormatUint(port, 10),
		"SERVE_ADMIN_HOST":             host,
		"SERVE_ADMIN_PORT":             strconv.FormatUint(port+1, 10),
		"SERVE_COOKIES_SAME_SITE_MODE": "Lax",
		"URLS_SELF_ISSUER":             "http://" + public,
		"URLS_LOGIN":                   "http://" + own + "/login",
		"URLS_CONSENT":                 "http://" + own + "/consent",
		"SECRETS_SYSTEM":               "youReallyNeedToChangeThis",
		// The lowest cost there is: the secrets are no secrets.
		"OAUTH2_HASHERS_ALGORITHM":   "bcrypt",
		"OAUTH2_HASHERS_BCRYPT_COST": "4",
		"LOG_LEVEL":                  "warn",
	} {
		if err := os.Setenv(name, value); err != nil {
			log.Fatal(err)
		}
	}

	// Whether all ports are to be had is said at once: what else listens there is not to be told about clients.
	var listener net.Listener
	for _, address := range []string{public, private, own} {
		if listener != nil {
			listener.Close()
		}
		if listener, err = net.Listen("tcp", address); err != nil {
			log.Fatal(err)
		}
	}
	admin := administration{base: "http://" + private + "/admin"}
	go func() { log.Fatal(http.Serve(listener, application(admin))) }()
	go func() {
		if err := register(admin, os.Args[2]); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("ready http://%s\n", public)
	}()

	hydra := cmd.NewRootCmd(nil, nil, nil)
	hydra.SetArgs([]string{"serve", "all", "--dev", "--sqa-opt-out"})
	if err := hydra.Execute(); err != nil {
		log.Fatal(err)
	}
}

func at(port uint64) string { return fmt.Sprintf("%s:%d", host, port) }

// administration is Hydra's administrative API.
type administration struct{ base string }

// ask sends a body, if there is one, and reads the answer.
func (a administration) ask(method, path string, body, answer any) error {
	var text bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&text).Encode(body); err != nil {
			return err
		}
	}
	request, err := http.NewRequest(method, a.base+path, &text)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		said, _ := io.ReadAll(response.Body)
		return refusal{response.StatusCode, string(said)}
	}
	return json.NewDecoder(response.Body).Decode(answer)
}

// refusal is what Hydra says where it does not do what it is asked.
type refusal struct {
	status int
	said   string
}

func (r refusal) Error() string { return r.said }

// register makes the clients of a file known, once Hydra listens.
func register(admin administration, path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var clients []struct {
		ID           string   `json:"id"`
		Secret       string   `json:"secret"`
		RedirectURIs []string `json:"redirect_uris"`
	}
	if err := json.Unmarshal(text, &clients); err != nil {
		return err
	}
	for {
		connection, err := net.Dial("tcp", admin.base[len("http://"):len(admin.base)-len("/admin")])
		if err == nil {
			connection.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	for _, client := range clients {
		wanted := map[string]any{
			"client_id":                  client.ID,
			"redirect_uris":              client.RedirectURIs,
			"grant_types":                []string{"authorization_code", "refresh_token"},
			"response_types":             []string{"code"},
			"scope":                      "openid offline",
			"token_endpoint_auth_method": "none",
		}
		if client.Secret != "" {
			wanted["client_secret"] = client.Secret
			wanted["token_endpoint_auth_method"] = "client_secret_basic"
		}
		var made any
		if err := admin.ask("POST", "/clients", wanted, &made); err != nil {
			return fmt.Errorf("client %s: %w", client.ID, err)
		}
	}
	return nil
}

var page = template.Must(template.New("page").Parse(`<!doctype html><title>{{.Title}}</title>
<form method="post">
<input type="hidden" name="challenge" value="{{.Challenge}}">
{{if .Scopes}}<p>{{.Client}} asks for: {{range .Scopes}}{{.}} {{end}}
<button name="submit" value="accept">Allow access</button>
<button name="submit" value="reject">Deny access</button>
{{else}}<label>Name <input name="username"></label>
<label>Password <input name="password" type="password"></label>
<label>Remember me <input type="checkbox" name="remember" value="1"></label>
<button name="submit" value="login">Log in</button>
{{end}}</form>
`))

// asked is what Hydra tells of a request for a login or for consent.
type asked struct {
	Skip    bool     `json:"skip"`
	Subject string   `json:"subject"`
	Scopes  []string `json:"requested_scope"`
	For     []string `json:"requested_access_token_audience"`
	Client  struct {
		ID string `json:"client_id"`
	} `json:"client"`
}

// application is the pages where a person logs in and consents.
func application(admin administration) http.Handler {
	// answered tells Hydra what a person decided, and sends them back to it.
	answered := func(w http.ResponseWriter, r *http.Request, what, challenge, how string, body any) {
		var back struct {
			To string `json:"redirect_to"`
		}
		path := "/oauth2/auth/requests/" + what + "/" + how + "?" + what + "_challenge=" + url.QueryEscape(challenge)
		if err := admin.ask("PUT", path, body, &back); err != nil {
			failed(w, err)
			return
		}
		http.Redirect(w, r, back.To, http.StatusSeeOther)
	}
	// of reads what a challenge stands for.
	of := func(w http.ResponseWriter, what, challenge string) (asked, bool) {
		var request asked
		path := "/oauth2/auth/requests/" + what + "?" + what + "_challenge=" + url.QueryEscape(challenge)
		if err := admin.ask("GET", path, nil, &request); err != nil {
			failed(w, err)
			return request, false
		}
		return request, true
	}
	show := func(w http.ResponseWriter, title, challenge string, request asked) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := page.Execute(w, map[string]any{
			"Title": title, "Challenge": challenge, "Client": request.Client.ID, "Scopes": request.Scopes,
		}); err != nil {
			log.Print(err)
		}
	}
	granted := func(request asked) any {
		return map[string]any{"grant_scope": request.Scopes, "grant_access_token_audience": request.For}
	}
	denied := map[string]any{"error": "access_denied", "error_description": "The resource owner denied the request"}

	pages := http.NewServeMux()
	pages.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		challenge := r.FormValue("login_challenge")
		request, ok := of(w, "login", challenge)
		switch {
		case !ok:
		case request.Skip:
			answered(w, r, "login", challenge, "accept", map[string]any{"subject": request.Subject})
		default:
			show(w, "Log in", challenge, asked{})
		}
	})
	pages.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		challenge := r.PostFormValue("challenge")
		if r.PostFormValue("username") != "litmus-user" || r.PostFormValue("password") != "litmus-password" {
			show(w, "Log in", challenge, asked{})
			return
		}
		answered(w, r, "login", challenge, "accept", map[string]any{
			"subject": "litmus-user", "remember": r.PostFormValue("remember") != "", "remember_for": 3600,
		})
	})
	pages.HandleFunc("GET /consent", func(w http.ResponseWriter, r *http.Request) {
		challenge := r.FormValue("consent_challenge")
		request, ok := of(w, "consent", challenge)
		switch {
		case !ok:
		case request.Skip || len(request.Scopes) == 0:
			answered(w, r, "consent", challenge, "accept", granted(request))
		default:
			show(w, "Consent", challenge, request)
		}
	})
	pages.HandleFunc("POST /consent", func(w http.ResponseWriter, r *http.Request) {
		challenge := r.PostFormValue("challenge")
		if r.PostFormValue("submit") != "accept" {
			answered(w, r, "consent", challenge, "reject", denied)
			return
		}
		if request, ok := of(w, "consent", challenge); ok {
			answered(w, r, "consent", challenge, "accept", granted(request))
		}
	})
	// A form that a page of another site sends is refused.
	return http.NewCrossOriginProtection().Handler(pages)
}

// failed shows that Hydra did not take what it was told.
func failed(w http.ResponseWriter, err error) {
	status := http.StatusBadGateway
	if said, ok := err.(refusal); ok && said.status < http.StatusInternalServerError {
		status = said.status
	}
	http.Error(w, err.Error(), status)
}
