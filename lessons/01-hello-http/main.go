package main

import (
	"fmt"
	"net/http"
)

// #region main
func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "Setting up the server!")
	})
	http.ListenAndServe(":8080", nil)
}

// #endregion main
