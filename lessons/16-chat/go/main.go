// The article's chat server, as the article has it. Three things are not: its
// packages have moved to the addresses below, the folder is the one beside it,
// and the port may come from the environment.
package main

import (
	"os"

	static "github.com/gin-contrib/static"
	"github.com/gin-gonic/gin"
	"github.com/olahol/melody"
)

// #region main
func main() {
	r := gin.Default()
	m := melody.New()
	r.Use(static.Serve("/", static.LocalFile("../public", true)))
	r.GET("/ws", func(c *gin.Context) {
		m.HandleRequest(c.Writer, c.Request)
	})
	m.HandleMessage(func(s *melody.Session, msg []byte) {
		m.Broadcast(msg)
	})
	r.Run(":" + port())
}

// #endregion main

func port() string {
	if port := os.Getenv("PORT"); port != "" {
		return port
	}
	return "5000"
}
