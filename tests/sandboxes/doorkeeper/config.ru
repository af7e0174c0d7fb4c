# Doorkeeper in a Rails application of one file, with fixed test clients, on 127.0.0.1 only.
# Read by puma; the file with the clients comes by the environment.
#
# A login page of its own stands before Doorkeeper, whose own page asks for consent. Settings are
# the defaults, but refresh tokens are issued, and a loopback URI may be `http`. The tables are those of
# its generators, PKCE among them. The database is a file that begins anew with each start.
require "json"
require "rails"
require "active_record/railtie"
require "action_controller/railtie"
require "action_view/railtie"
require "doorkeeper"

HOST = "127.0.0.1"
CLIENTS = JSON.parse(File.read(ENV.fetch("LITMUS_CLIENTS")))
DATABASE = File.expand_path("litmus.sqlite3")
Dir.glob("#{DATABASE}*").each { |file| File.delete(file) }
ENV["DATABASE_URL"] = "sqlite3:#{DATABASE}?pool=10&timeout=20000"

class Provider < Rails::Application
  config.root = __dir__
  config.load_defaults 6.1
  config.eager_load = true
  config.secret_key_base = "a key of a server for tests"
  config.hosts << HOST
  config.logger = Logger.new(IO::NULL, level: :fatal)
  config.log_level = :fatal
  config.session_store :cookie_store, key: "_session"
  config.action_controller.perform_caching = false
end

Doorkeeper.configure do
  orm :active_record
  resource_owner_authenticator do
    User.find_by(id: session[:user_id]) || redirect_to("/login?#{{ to: request.fullpath }.to_query}")
  end
  default_scopes :read
  optional_scopes :write
  use_refresh_token
  force_ssl_in_redirect_uri { |uri| uri.host != HOST }
end

Provider.initialize!

class User < ActiveRecord::Base
end

class LoginController < ActionController::Base
  PAGE = <<~HTML
    <form method="post">
      <input type="hidden" name="authenticity_token" value="<%= form_authenticity_token %>">
      <input name="username"><input name="password" type="password">
      <button name="login">Log in</button>
    </form>
  HTML

  def new
    render inline: PAGE
  end

  def create
    user = User.find_by(name: params[:username], password: params[:password])
    return render(inline: PAGE, status: :unprocessable_entity) unless user

    to = params[:to].to_s
    reset_session
    session[:user_id] = user.id
    redirect_to to.start_with?("/oauth/") ? to : "/ready"
  end
end

class MeController < ActionController::API
  before_action -> { doorkeeper_authorize! :read }, only: :show

  def show
    render json: { user: User.find(doorkeeper_token.resource_owner_id).name }
  end

  def ready
    render plain: "ready"
  end
end

Rails.application.routes.draw do
  use_doorkeeper { skip_controllers :applications, :authorized_applications }
  get "login", to: "login#new"
  post "login", to: "login#create"
  get "me", to: "me#show"
  get "ready", to: "me#ready"
end

ActiveRecord::Base.connection.execute("PRAGMA journal_mode=WAL")
# The migrations of `rails generate doorkeeper:migration` and `doorkeeper:pkce`.
ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define do
  create_table(:users) { |t| t.string :name, :password, null: false }

  create_table :oauth_applications do |t|
    t.string :name, :uid, :secret, null: false
    t.text :redirect_uri, null: false
    t.string :scopes, null: false, default: ""
    t.boolean :confidential, null: false, default: true
    t.timestamps null: false
  end
  add_index :oauth_applications, :uid, unique: true

  create_table :oauth_access_grants do |t|
    t.references :resource_owner, null: false
    t.references :application, null: false
    t.string :token, null: false
    t.integer :expires_in, null: false
    t.text :redirect_uri, null: false
    t.datetime :created_at, null: false
    t.datetime :revoked_at
    t.string :scopes, null: false, default: ""
    t.string :code_challenge, :code_challenge_method
  end
  add_index :oauth_access_grants, :token, unique: true

  create_table :oauth_access_tokens do |t|
    t.references :resource_owner, index: true
    t.references :application, null: false
    t.string :token, null: false
    t.string :refresh_token
    t.integer :expires_in
    t.datetime :revoked_at
    t.datetime :created_at, null: false
    t.string :scopes
    t.string :previous_refresh_token, null: false, default: ""
  end
  add_index :oauth_access_tokens, :token, unique: true
  add_index :oauth_access_tokens, :refresh_token, unique: true
end

User.create!(name: "litmus-user", password: "litmus-password")
CLIENTS.each do |client|
  Doorkeeper::Application.create!(
    name: client["id"],
    uid: client["id"],
    secret: client["secret"] || "",
    confidential: client.key?("secret"),
    redirect_uri: client["redirect_uris"].join("\n"),
  )
end

run Rails.application
