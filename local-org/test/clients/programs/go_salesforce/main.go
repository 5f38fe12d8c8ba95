// How go-salesforce logs in by JWT, told as JSON, one line each.
package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"

	"github.com/k-capehart/go-salesforce/v3"
)

func tell(facts map[string]any) {
	if err := json.NewEncoder(os.Stdout).Encode(facts); err != nil {
		panic(err)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

type account struct {
	Id   string `salesforce:"-"`
	Name string
}

func main() {
	domain := os.Getenv("INSTANCE_URL")
	creds := salesforce.Creds{
		Domain:         domain,
		Username:       os.Getenv("USERNAME_OF_ORG"),
		ConsumerKey:    os.Getenv("CONSUMER_KEY"),
		ConsumerRSAPem: os.Getenv("PRIVATE_KEY"),
	}
	sf, err := salesforce.Init(creds)
	must(err)
	tell(map[string]any{"flow": sf.GetAuthFlow().String(), "sameOrg": sf.GetInstanceUrl() == domain})

	made, err := sf.InsertOne("Account", account{Name: "Made"})
	must(err)
	tell(map[string]any{"created": made.Success})

	// The session ends; the client logs in again by itself.
	before := sf.GetAccessToken()
	_, err = http.PostForm(domain+"/services/oauth2/revoke", url.Values{"token": {before}})
	must(err)
	found := []account{}
	must(sf.Query("SELECT Id, Name FROM Account", &found))
	tell(map[string]any{"queried": found[0].Name, "newSession": sf.GetAccessToken() != before})

	creds.Username = "nobody@mycompany.example"
	_, err = salesforce.Init(creds)
	tell(map[string]any{"refused": err.Error()})
}
